// The xslt component: transforms an XML message by a stylesheet.
#include <array>
#include <mutex>
#include <unordered_map>

#include "connectors/resources/resource.h"
#include "connectors/xslt/stylesheet.h"
#include "engine/assembler.h"
#include "engine/charset.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/languages/shared/source.h"
#include "engine/offload.h"
#include "engine/xml.h"

namespace kamel::connectors {
namespace {

using xslt::Stylesheet;
using SheetPtr = std::shared_ptr<const Stylesheet>;

constexpr std::string_view kJava = "it names a Java object; kamel has none";
constexpr auto kOutputs = std::to_array<std::string_view>({"string", "bytes", "DOM", "file"});

constexpr Field kFields[] = {
    {.name = "contentCache", .type = FieldType::Bool, .summary = "read the stylesheet once, not for each message", .fallback = "true", .scope = "producer"},
    {.name = "allowTemplateFromHeader", .type = FieldType::Bool, .summary = "the headers CamelXsltStylesheet and CamelXsltResourceUri may bring a stylesheet", .fallback = "false", .scope = "producer"},
    {.name = "failOnNullBody", .type = FieldType::Bool, .summary = "fail when there is no body; false transforms an empty document", .fallback = "true", .scope = "producer"},
    {.name = "output", .type = FieldType::Choice, .summary = "what the body becomes", .fallback = "string", .choices = kOutputs, .scope = "producer"},
    {.name = "source", .summary = "what to transform instead of the body: header:name, property:name or variable:name", .scope = "producer"},
    {.name = "transformerCacheSize", .type = FieldType::Int, .summary = "how many transformers to keep", .fallback = "0", .ignored = "a compiled stylesheet serves any number of threads", .scope = "producer"},
    {.name = "deleteOutputFile", .type = FieldType::Bool, .summary = "delete the file of output=file in the end", .fallback = "false", .refused = "write the result with to: file:", .scope = "producer"},
    {.name = "entityResolver", .type = FieldType::Reference, .refused = kJava, .scope = "producer"},
    {.name = "errorListener", .type = FieldType::Reference, .refused = kJava, .scope = "producer"},
    {.name = "resultHandlerFactory", .type = FieldType::Reference, .refused = kJava, .scope = "producer"},
    {.name = "transformerFactory", .type = FieldType::Reference, .refused = kJava, .scope = "producer"},
    {.name = "transformerFactoryClass", .refused = kJava, .scope = "producer"},
    {.name = "transformerFactoryConfigurationStrategy", .type = FieldType::Reference, .refused = kJava, .scope = "producer"},
    {.name = "uriResolver", .type = FieldType::Reference, .refused = kJava, .scope = "producer"},
    {.name = "xsltMessageLogger", .type = FieldType::Reference, .refused = kJava, .scope = "producer"},
};

Result<SheetPtr> load(std::string_view uri) {
  const auto path = resources::path_of(uri);
  if (!path) return path.error();
  const auto text = resources::read(uri);
  if (!text) return Error("javax.xml.transform.TransformerException", text.error().text(), text.error());
  return Stylesheet::compile(*text, *path);
}

struct Settings {
  std::string uri;
  std::string output;
  languages::InputSource source;
  bool caches = true, from_header = false, fails_on_null = true;
};

Error failure(std::string why) { return Error("javax.xml.transform.TransformerException", std::move(why)); }

/// What is to be transformed: bytes to be parsed, or a tree.
struct Document {
  Slice bytes;
  bool decoded = false;
  std::shared_ptr<_xmlDoc> tree;
};

/// What a job gives back: the output, or what Camel's error listener would have noted.
struct Outcome {
  xslt::Output output;
  Stylesheet::Report report;
  Error failed;
};

// A parameter of the type that Java would have passed.
xslt::Parameter parameter(const std::string& name, const Value& value) {
  if (value.is_bool()) return {name, value.as_bool() ? "true()" : "false()", false};
  if (value.is_number()) return {name, to_text(value).str(), value.kind() == Value::Kind::Double && to_text(value).view().find('E') != std::string_view::npos};
  return {name, to_text(value).str(), true};
}

class Transform final : public Step {
 public:
  Transform(Settings settings, SheetPtr sheet) : settings_(std::move(settings)), sheet_(std::move(sheet)) {}

  Flow run(Exchange& exchange) const override {
    SheetPtr sheet = sheet_;
    if (settings_.from_header) {
      if (auto brought = of_header(exchange, sheet); !brought) return exchange.fail(brought.error());
    }
    if (!sheet || !settings_.caches) {
      auto loaded = load(settings_.uri);
      if (!loaded) return exchange.fail(loaded.error());
      sheet = *loaded;
    }
    auto document = document_of(exchange);
    if (!document) return exchange.fail(document.error());
    const std::size_t size = document->bytes.size();
    const bool writes = settings_.output != "DOM";
    return offload(
        exchange, size,
        [sheet, document = *document, parameters = parameters_of(*sheet, exchange), writes]() -> Result<Outcome> { return transform(*sheet, document, parameters, writes); },
        [this](Exchange& done, Result<Outcome> outcome) { return finish(done, std::move(outcome)); });
  }

 private:
  // Whether there is none, or it could be made.
  Result<> of_header(Exchange& exchange, SheetPtr& sheet) const {
    Headers& headers = exchange.message.headers;
    if (const Value uri = headers.get("CamelXsltResourceUri"); !uri.is_null()) {
      headers.erase("CamelXsltResourceUri");
      auto loaded = load(to_text(uri).view());
      if (!loaded) return loaded.error();
      sheet = *loaded;
    } else if (const Value text = headers.get("CamelXsltStylesheet"); !text.is_null()) {
      auto compiled = remembered(to_text(text));
      if (!compiled) return compiled.error();
      sheet = *compiled;
    }
    return {};
  }

  // A handful is remembered; a header that holds a new one each time does not fill the memory.
  Result<SheetPtr> remembered(const Slice& text) const {
    constexpr std::size_t kRemembered = 32;
    const std::lock_guard lock(mutex_);
    if (const auto found = made_.find(text.str()); found != made_.end()) return found->second;
    auto compiled = Stylesheet::compile(text, "");
    if (!compiled) return compiled;
    if (made_.size() >= kRemembered) made_.clear();
    made_.emplace(text.str(), *compiled);
    return compiled;
  }

  Result<Document> document_of(Exchange& exchange) const {
    auto input = settings_.source.read(exchange);
    if (!input) return input.error();
    const Value& value = *input;
    if (value.is_null() && !settings_.fails_on_null) return Document{{}, false, xml::empty_document()};
    if (const auto* whole = value.object_as<XmlDocument>()) return Document{{}, false, whole->tree()};
    if (const auto* node = value.object_as<XmlNode>()) return Document{Slice(xml::serialize(node->node())), true, {}};
    if (value.is_bytes_like()) return Document{value.slice(), value.is_text(), {}};
    auto stream = value.is_object() ? convert(value, "java.io.InputStream", &exchange) : Result<Value>(Value());
    if (stream && stream->is_bytes_like()) return Document{stream->slice(), false, {}};
    return Error("org.apache.camel.ExpectedBodyTypeException",
                 "Could not extract IN message body as type: interface javax.xml.transform.Source body is: " + (value.is_null() ? "null" : to_text(value).str()));
  }

  // Variables win over headers, and those over properties.
  static std::vector<xslt::Parameter> parameters_of(const Stylesheet& sheet, const Exchange& exchange) {
    std::vector<xslt::Parameter> out;
    for (const std::string& name : sheet.parameters()) {
      const Value* value = exchange.variables.find(name);
      if (value == nullptr || value->is_null()) value = exchange.message.headers.find(name);
      if (value == nullptr || value->is_null()) value = exchange.properties.find(name);
      if (value != nullptr && !value->is_null()) out.push_back(parameter(name, *value));
    }
    return out;
  }

  static Outcome transform(const Stylesheet& sheet, const Document& document, const std::vector<xslt::Parameter>& parameters, bool writes) {
    Outcome outcome;
    auto tree = document.tree;
    if (!tree) {
      auto parsed = xml::parse(document.bytes.view(), document.decoded, xml::Definition::Contained);
      if (!parsed) {
        outcome.report.error = parsed.error().message();
        outcome.failed = failure(outcome.report.error);
        return outcome;
      }
      tree = *parsed;
    }
    outcome.output = sheet.transform(tree, parameters, writes, outcome.report);
    if (!outcome.report.error.empty()) outcome.failed = failure("java.lang.RuntimeException: " + outcome.report.error);
    return outcome;
  }

  // Camel's error listener leaves what it heard in properties.
  Flow finish(Exchange& exchange, Result<Outcome> outcome) const {
    if (!outcome) return exchange.fail(outcome.error());
    const Stylesheet::Report& report = outcome->report;
    if (!report.message.empty()) exchange.properties.set(Slice::literal("CamelXsltWarning"), Value::exception(failure(report.message)));
    if (!report.error.empty()) exchange.properties.set(Slice::literal("CamelXsltError"), Value::exception(failure(report.error)));
    if (outcome->failed) return exchange.fail(outcome->failed);
    exchange.message.body = body_of(outcome->output);
    return Flow::Next;
  }

  Value body_of(xslt::Output& output) const {
    if (settings_.output == "DOM") {
      xml::as_dom(output.tree.get());
      return Value(std::make_unique<XmlDocument>(std::move(output.tree)));
    }
    if (settings_.output != "bytes") return Value(output.text);
    const Slice text(output.text);
    if (output.encoding.empty() || same_ignoring_case(output.encoding, "UTF-8")) return Value::bytes(text);
    const auto encoded = recode(text, "UTF-8", output.encoding);
    return Value::bytes(encoded ? *encoded : text);
  }

  const Settings settings_;
  const SheetPtr sheet_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, SheetPtr> made_;
};

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  Settings settings;
  settings.uri = decl.uri.path;
  settings.output = decl.options.choice("output");
  settings.caches = decl.options.flag("contentCache");
  settings.from_header = decl.options.flag("allowTemplateFromHeader");
  settings.fails_on_null = decl.options.flag("failOnNullBody");
  settings.source = languages::InputSource(decl.options.text("source"));
  if (settings.output == "file") {
    assembler.error(decl.options.mark("output"), "output=file is not there", "let the body be the result, and write it with to: file:", "java.lang.IllegalArgumentException");
    return nullptr;
  }
  auto sheet = load(settings.uri);
  if (!sheet) {
    assembler.error(decl.mark, "cannot use the stylesheet " + settings.uri + ": " + std::string(sheet.error().message()), {}, "org.apache.camel.FailedToStartRouteException");
    return nullptr;
  }
  return std::make_unique<Transform>(std::move(settings), *sheet);
}

}  // namespace

ComponentSpec xslt() {
  return {.scheme = "xslt",
          .syntax = "xslt:resourceUri",
          .summary = "Transforms an XML message by an XSLT 1.0 stylesheet.",
          .fields = kFields,
          .example = "xslt:file:order.xsl",
          .producer = producer};
}

}  // namespace kamel::connectors
