// The validator component: checks an XML message by an XML schema.
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <memory>

#include "connectors/resources/resource.h"
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/offload.h"
#include "engine/xml.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kJava = "it names a Java object; kamel has none";
constexpr std::string_view kLanguage = "http://www.w3.org/2001/XMLSchema";
constexpr std::string_view kExceptions = "org.apache.camel.support.processor.validation.";

constexpr Field kFields[] = {
    {.name = "failOnNullBody", .type = FieldType::Bool, .summary = "fail when there is no body", .fallback = "true", .scope = "producer"},
    {.name = "failOnNullHeader", .type = FieldType::Bool, .summary = "fail when there is no such header", .fallback = "true", .scope = "producer"},
    {.name = "headerName", .summary = "check this header instead of the body", .scope = "producer"},
    {.name = "useSharedSchema", .type = FieldType::Bool, .summary = "share the schema between exchanges", .fallback = "true", .ignored = "a schema serves any number of threads", .scope = "producer"},
    {.name = "schemaLanguage", .summary = "the schema language", .fallback = kLanguage, .scope = "producer"},
    {.name = "errorHandler", .type = FieldType::Reference, .refused = kJava, .scope = "producer"},
    {.name = "resourceResolver", .type = FieldType::Reference, .refused = kJava, .scope = "producer"},
    {.name = "resourceResolverFactory", .type = FieldType::Reference, .refused = kJava, .scope = "producer"},
    {.name = "schemaFactory", .type = FieldType::Reference, .refused = kJava, .scope = "producer"},
};

struct FreeSchema {
  void operator()(xmlSchema* schema) const noexcept { xmlSchemaFree(schema); }
  void operator()(xmlSchemaParserCtxt* parser) const noexcept { xmlSchemaFreeParserCtxt(parser); }
  void operator()(xmlSchemaValidCtxt* check) const noexcept { xmlSchemaFreeValidCtxt(check); }
};
using SchemaPtr = std::shared_ptr<xmlSchema>;

std::string line_of(const xmlError* error) {
  std::string message = error->message != nullptr ? error->message : "";
  while (message.ends_with('\n')) message.pop_back();
  return "org.xml.sax.SAXParseException: " + message + ", Line : " + std::to_string(error->line) + ", Column : " + std::to_string(error->int2) + "\n";
}

// libxml2 2.12 made the second parameter const.
template <class ErrorPtr>
void note(void* into, ErrorPtr error) {
  static_cast<std::string*>(into)->append(line_of(error));
}

Result<SchemaPtr> load(const std::string& uri) {
  xml::be_silent();
  const auto path = resources::path_of(uri);
  if (!path) return path.error();
  if (const auto text = resources::read(uri); !text) return text.error();
  const std::unique_ptr<xmlSchemaParserCtxt, FreeSchema> parser(xmlSchemaNewParserCtxt(path->c_str()));
  std::string complaints;
  xmlSchemaSetParserStructuredErrors(parser.get(), note, &complaints);
  SchemaPtr schema(xmlSchemaParse(parser.get()), FreeSchema());
  if (!schema) return Error("org.xml.sax.SAXParseException", complaints.empty() ? "it is no XML schema" : complaints);
  return schema;
}

struct Settings {
  std::string header;
  bool fails_on_null = true;
};

Error invalid(const std::string& kind, const std::string& lines) {
  return Error(std::string(kExceptions) + "SchemaValidationException",
               "Validation failed for: com.sun.org.apache.xerces.internal.jaxp.validation.SimpleXMLSchema\n" + kind + ": [\n" + lines + "]. Exchange[]");
}

Result<> check(const SchemaPtr& schema, const Slice& text, bool decoded, std::shared_ptr<_xmlDoc> tree) {
  if (!tree) {
    auto parsed = xml::parse(text.view(), decoded, xml::Definition::Contained);
    if (!parsed) return invalid("fatal errors", "org.xml.sax.SAXParseException: " + std::string(parsed.error().message()) + "\n");
    tree = *parsed;
  }
  const std::unique_ptr<xmlSchemaValidCtxt, FreeSchema> run(xmlSchemaNewValidCtxt(schema.get()));
  std::string lines;
  xmlSchemaSetValidStructuredErrors(run.get(), note, &lines);
  if (xmlSchemaValidateDoc(run.get(), tree.get()) == 0) return {};
  return invalid("errors", lines);
}

class Validate final : public Step {
 public:
  Validate(Settings settings, SchemaPtr schema) : settings_(std::move(settings)), schema_(std::move(schema)) {}

  Flow run(Exchange& exchange) const override {
    const bool body = settings_.header.empty();
    const Value value = body ? exchange.message.body : exchange.message.headers.get(settings_.header);
    if (value.is_null()) return settings_.fails_on_null ? exchange.fail(nothing()) : Flow::Next;
    std::shared_ptr<_xmlDoc> tree;
    Slice text;
    if (const auto* whole = value.object_as<XmlDocument>()) {
      tree = whole->tree();
    } else if (const auto* node = value.object_as<XmlNode>()) {
      text = Slice(xml::serialize(node->node()));
    } else {
      auto bytes = value.is_bytes_like() ? Result<Value>(value) : convert(value, "java.io.InputStream", &exchange);
      if (!bytes) return exchange.fail(bytes.error());
      if (!bytes->is_bytes_like()) return exchange.fail(nothing());
      text = bytes->slice();
    }
    return offload(
        exchange, text.size(), [schema = schema_, text, decoded = !value.is_bytes_like() || value.is_text(), tree] { return check(schema, text, decoded, tree); },
        [](Exchange& checked, Result<> outcome) { return outcome ? Flow::Next : checked.fail(outcome.error()); });
  }

 private:
  Error nothing() const {
    if (settings_.header.empty())
      return Error(std::string(kExceptions) + "NoXmlBodyValidationException", "No XML body could be found on the input message. Exchange[]");
    return Error(std::string(kExceptions) + "NoXmlHeaderValidationException", "XML header \"" + settings_.header + "\" could not be found on the input message. Exchange[]");
  }

  const Settings settings_;
  const SchemaPtr schema_;
};

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  if (decl.options.text("schemaLanguage") != kLanguage) {
    assembler.error(decl.options.mark("schemaLanguage"), "the one schema language is " + std::string(kLanguage), "leave schemaLanguage out", "java.lang.IllegalArgumentException");
    return nullptr;
  }
  Settings settings;
  settings.header = decl.options.text("headerName");
  settings.fails_on_null = decl.options.flag(settings.header.empty() ? "failOnNullBody" : "failOnNullHeader");
  auto schema = load(decl.uri.path);
  if (!schema) {
    assembler.error(decl.mark, "cannot use the schema " + decl.uri.path + ": " + std::string(schema.error().message()), {}, "org.apache.camel.FailedToStartRouteException");
    return nullptr;
  }
  return std::make_unique<Validate>(std::move(settings), *schema);
}

}  // namespace

ComponentSpec validator() {
  return {.scheme = "validator",
          .syntax = "validator:resourceUri",
          .summary = "Fails XML messages that an XML schema does not allow.",
          .fields = kFields,
          .example = "validator:file:order.xsd",
          .producer = producer};
}

}  // namespace kamel::connectors
