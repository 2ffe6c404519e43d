// The json-validator component: checks a JSON message by a JSON schema.
#include <mutex>

#include "connectors/json_validator/schema.h"
#include "connectors/resources/resource.h"
#include "dsl/json.h"
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/offload.h"

namespace kamel::connectors {
namespace {

using json_schema::Schema;
using SchemaPtr = std::shared_ptr<const Schema>;

constexpr std::string_view kJava = "it names a Java object; kamel has none";
constexpr std::string_view kExceptions = "org.apache.camel.component.jsonvalidator.";

constexpr Field kFields[] = {
    {.name = "contentCache", .type = FieldType::Bool, .summary = "read the schema once, not for each message", .fallback = "true", .scope = "producer"},
    {.name = "failOnNullBody", .type = FieldType::Bool, .summary = "fail when there is no body", .fallback = "true", .scope = "producer"},
    {.name = "failOnNullHeader", .type = FieldType::Bool, .summary = "fail when there is no such header", .fallback = "true", .scope = "producer"},
    {.name = "headerName", .summary = "check this header instead of the body", .scope = "producer"},
    {.name = "allowContextMapAll", .type = FieldType::Bool, .fallback = "false", .ignored = "a schema sees the document alone", .scope = "producer"},
    {.name = "disabledDeserializationFeatures", .ignored = "they concern Java objects; the document is read as a tree", .scope = "producer"},
    {.name = "enabledDeserializationFeatures", .ignored = "they concern Java objects; the document is read as a tree", .scope = "producer"},
    {.name = "errorHandler", .type = FieldType::Reference, .refused = kJava, .scope = "producer"},
    {.name = "objectMapper", .type = FieldType::Reference, .refused = kJava, .scope = "producer"},
    {.name = "uriSchemaLoader", .type = FieldType::Reference, .refused = kJava, .scope = "producer"},
};

Result<SchemaPtr> load(const std::string& uri) {
  const auto path = resources::path_of(uri);
  if (!path) return path.error();
  const auto text = resources::read(uri);
  return text ? Schema::parse(*text, *path) : Result<SchemaPtr>(text.error());
}

struct Settings {
  std::string uri, header;
  bool fails_on_null = true, caches = true;
};

Error invalid(std::string message, Error cause = {}) {
  if (cause) message += " Caused by: [" + std::string(cause.type()) + " - " + std::string(cause.message()) + "]";
  return Error(std::string(kExceptions) + "JsonValidationException", std::move(message), std::move(cause));
}

Result<> check(const Schema& schema, const Slice& text) {
  const bool empty = text.view().find_first_not_of(" \t\r\n") == std::string_view::npos;
  Value document;
  if (!empty) {
    auto parsed = json::parse(text);
    if (!parsed) return invalid(std::string(parsed.error().message()) + ". Exchange[].", parsed.error());
    document = std::move(*parsed);
  }
  const auto errors = schema.check(empty ? nullptr : &document);
  if (errors.empty()) return {};
  std::string message = "JSON validation error with " + std::to_string(errors.size()) + " errors:";
  for (const std::string& error : errors) message += "\n" + error;
  return invalid(message + ". Exchange[]");
}

class Validate final : public Step {
 public:
  /// `schema`: where it could be read already.
  Validate(Settings settings, SchemaPtr schema) : settings_(std::move(settings)), own_(std::move(schema)) {}

  Flow run(Exchange& exchange) const override {
    const Value value = settings_.header.empty() ? exchange.message.body : exchange.message.headers.get(settings_.header);
    const auto schema = current();
    if (!schema) return exchange.fail(schema.error());
    if (value.is_null()) return settings_.fails_on_null ? exchange.fail(nothing()) : Flow::Next;
    auto bytes = value.is_bytes_like() ? Result<Value>(value) : convert(value, "java.io.InputStream", &exchange);
    if (!bytes || !bytes->is_bytes_like()) {
      const Error cause("org.apache.camel.NoTypeConversionAvailableException", "No type converter available to convert from type: " + std::string(value.java_class()) +
                                                                                   " to the required type: java.io.InputStream");
      return exchange.fail(invalid(std::string(cause.message()) + ". Exchange[].", cause));
    }
    return offload(
        exchange, bytes->slice().size(), [schema = *schema, text = bytes->slice()] { return check(*schema, text); },
        [](Exchange& checked, Result<> outcome) { return outcome ? Flow::Next : checked.fail(outcome.error()); });
  }

 private:
  Result<SchemaPtr> current() const {
    if (own_ && settings_.caches) return own_;
    const std::lock_guard lock(mutex_);
    if (late_ && settings_.caches) return late_;
    auto loaded = load(settings_.uri);
    if (loaded) late_ = *loaded;
    return loaded;
  }

  Error nothing() const {
    if (settings_.header.empty()) return Error(std::string(kExceptions) + "NoJsonBodyValidationException", "No JSON body could be found on the input message. Exchange[]");
    return Error(std::string(kExceptions) + "NoJsonHeaderValidationException", "No JSON header \"" + settings_.header + "\" could be found on the input message. Exchange[]");
  }

  const Settings settings_;
  const SchemaPtr own_;
  mutable std::mutex mutex_;
  mutable SchemaPtr late_;  // read when a message came
};

// A schema that is missing or broken is told when the route is read, but, as in Camel, it fails the messages and not the route: it may come later.
std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  Settings settings{.uri = decl.uri.path, .header = decl.options.text("headerName")};
  settings.fails_on_null = decl.options.flag(settings.header.empty() ? "failOnNullBody" : "failOnNullHeader");
  settings.caches = decl.options.flag("contentCache");
  const auto schema = load(settings.uri);
  if (!schema) {
    assembler.diagnostics().warning(decl.mark, "the schema " + settings.uri + " cannot be used: " + std::string(schema.error().message()), "messages fail until it can");
  }
  return std::make_unique<Validate>(std::move(settings), schema ? *schema : nullptr);
}

}  // namespace

ComponentSpec json_validator() {
  return {.scheme = "json-validator",
          .syntax = "json-validator:resourceUri",
          .summary = "Fails JSON messages that a JSON schema does not allow.",
          .fields = kFields,
          .example = "json-validator:file:order.schema.json",
          .producer = producer};
}

}  // namespace kamel::connectors
