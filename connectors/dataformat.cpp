// The dataformat component: marshals or unmarshals the body by a data format, its options in the URI.
#include "engine/assembler.h"
#include "engine/exchange.h"

namespace kamel::connectors {
namespace {

/// The artifacts' names that Camel knows data formats by here, where they differ from the DSL's.
struct Alias {
  std::string_view name, format, library;
};
constexpr Alias kAliases[] = {
    {"jackson", "json", ""}, {"gson", "json", "Gson"}, {"snakeYaml", "yaml", ""}, {"snakeyaml", "yaml", ""}, {"yaml-snakeyaml", "yaml", ""}, {"jackson-xml", "jacksonXml", ""}};

class Convert final : public Step {
 public:
  Convert(std::unique_ptr<const DataFormat> format, bool marshals) : format_(std::move(format)), marshals_(marshals) {}
  Flow run(Exchange& exchange) const override {
    const Value body = exchange.message.body;
    Result<Value> made = marshals_ ? format_->marshal(body, exchange) : format_->unmarshal(body, exchange);
    if (!made) return exchange.fail(made.error());
    exchange.message.body = std::move(*made);
    return Flow::Next;
  }

 private:
  std::unique_ptr<const DataFormat> format_;
  bool marshals_;
};

Node::Entry option(std::string_view name, std::string_view value, const Mark& mark) {
  Node text;
  text.kind = Node::Kind::Scalar;
  text.text = value;
  text.mark = mark;
  return {std::string(name), mark, std::move(text)};
}

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const std::string_view path = decl.uri.path;
  const std::size_t colon = path.rfind(':');
  const std::string_view operation = colon == path.npos ? "" : path.substr(colon + 1);
  std::string_view name = path.substr(0, colon);
  if (operation != "marshal" && operation != "unmarshal") {
    assembler.error(decl.mark, "dataformat needs an operation", "write dataformat:NAME:marshal or dataformat:NAME:unmarshal", "java.lang.IllegalArgumentException");
    return nullptr;
  }
  Node options;
  options.kind = Node::Kind::Map;
  options.mark = decl.mark;
  for (const Parameter& parameter : decl.uri.parameters) options.entries.push_back(option(parameter.name, parameter.value, decl.mark));
  if (name == "json" || name == "yaml") {  // the DSL's names, which Camel does not know here
    assembler.error(decl.mark, "cannot find data format with name: " + std::string(name), name == "json" ? "jackson or gson" : "snakeYaml", "java.lang.IllegalArgumentException");
    return nullptr;
  }
  for (const Alias& alias : kAliases) {
    if (name != alias.name) continue;
    name = alias.format;
    if (!alias.library.empty()) options.entries.push_back(option("library", alias.library, decl.mark));
    break;
  }
  const FormatSpec* spec = assembler.registry().format(name);
  if (spec == nullptr) {
    assembler.error(decl.mark, "unknown data format '" + std::string(name) + "'", did_you_mean(name, assembler.registry().format_names()), "java.lang.IllegalArgumentException");
    return nullptr;
  }
  FieldRules rules;
  rules.what = "data format '" + std::string(name) + "'";
  const FormatDecl format{*spec, decl.mark, Options::read(options, spec->fields, rules, assembler.diagnostics())};
  auto compiled = spec->compile(format, assembler);
  if (compiled == nullptr) return nullptr;
  return std::make_unique<Convert>(std::move(compiled), operation == "marshal");
}

}  // namespace

ComponentSpec dataformat() {
  return {.scheme = "dataformat",
          .syntax = "dataformat:name:operation",
          .summary = "marshals or unmarshals the body by a data format",
          .lenient = true,
          .example = "dataformat:jackson:marshal",
          .producer = producer};
}

}  // namespace kamel::connectors
