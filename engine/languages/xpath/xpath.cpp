// xpath: an XPath 1.0 read from an XML body.
#include <algorithm>
#include <array>
#include <cmath>
#include <cctype>

#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/languages/shared/namespaces.h"
#include "engine/languages/shared/source.h"
#include "engine/languages/shared/typed.h"
#include "engine/languages/xpath/program.h"
#include "engine/worker.h"

namespace kamel::languages {
namespace {

using xpath_lang::Kind;

bool is_primitive(std::string_view type) {
  static constexpr std::array kPrimitives = {"int", "long", "double", "float", "short", "byte", "boolean", "char"};
  return std::ranges::find(kPrimitives, type) != kPrimitives.end();
}

constexpr std::string_view kKinds[] = {"NUMBER", "STRING", "BOOLEAN", "NODESET", "NODE"};
constexpr std::array kKindValues = {Kind::Number, Kind::String, Kind::Boolean, Kind::NodeSet, Kind::Node};
constexpr std::string_view kXerces = "paths run on libxml2, which implements XPath 1.0";

constexpr Field kFields[] = {
    {.name = "resultQName", .type = FieldType::Choice, .summary = "what the path gives, in XPath's terms", .fallback = "NODESET", .choices = kKinds},
    kResultTypeField,
    kSourceField,
    {.name = "namespace", .type = FieldType::Any, .summary = "prefixes and their URIs: a list of {key: prefix, value: uri}"},
    {.name = "documentType", .summary = "the Java class of the document", .ignored = kXerces},
    {.name = "factoryRef", .type = FieldType::Reference, .summary = "an XPathFactory bean", .refused = kXerces},
    {.name = "objectModel", .summary = "the URI of a Java object model", .refused = kXerces},
    {.name = "saxon", .type = FieldType::Bool, .summary = "run on Saxon (XPath 3)", .fallback = "false", .refused = "there is no Saxon here; paths run on libxml2, which implements XPath 1.0"},
    {.name = "logNamespaces", .type = FieldType::Bool, .summary = "log the namespaces of the document", .fallback = "false", .ignored = "a wrong prefix is an error when the route is loaded"},
    {.name = "preCompile", .type = FieldType::Bool, .summary = "compile the path when the route is loaded", .fallback = "true", .ignored = "paths are always compiled once, when the route is loaded"},
    {.name = "threadSafety", .type = FieldType::Bool, .summary = "make results safe to share between threads", .fallback = "false", .ignored = "an exchange stays on one thread"},
};

class XPath final : public Expression {
 public:
  struct Plan {
    InputSource source;
    xpath_lang::Source path;
    Kind kind = Kind::NodeSet;
    std::string result_type;
  };
  XPath(std::unique_ptr<const Plan> plan, std::size_t workers)
      : plan_(std::move(plan)), programs_(workers, [path = &plan_->path](Worker&) {
          std::string why;
          return xpath_lang::Program::compile(*path, why);
        }) {}

  Result<Value> evaluate(Exchange& exchange) const override {
    Result<Value> result = run(plan_->kind, exchange);
    if (!result || plan_->result_type.empty() || result->is_null()) return result;
    return converted(*result);
  }
  Result<bool> matches(Exchange& exchange) const override {
    Result<Value> result = run(Kind::Boolean, exchange);
    if (!result) return result.error();
    return result->as_bool();
  }

 private:
  Result<Value> run(Kind kind, Exchange& exchange) const {
    Result<Value> value = plan_->source.read(exchange);
    if (!value) return value;
    Result<xml::Input> input = xml::read(*value, exchange);
    if (!input) return input.error();
    return programs_.at(exchange.worker()).run(*input, kind, exchange);
  }

  /// Where the type has no number or node to become, the result is null.
  Result<Value> converted(const Value& value) const {
    if (is_primitive(plan_->result_type)) return primitive(value);
    const bool is_number = value.kind() == Value::Kind::Double;
    const bool keeps_real = plan_->result_type.ends_with("ouble") || plan_->result_type.ends_with("loat");
    if (is_number && std::isnan(value.as_double()) && !keeps_real) return Value();
    const auto* node = value.object_as<XmlNode>();
    if (node != nullptr && plan_->result_type.ends_with("Document") && !node->java_class().ends_with("ElementNSImpl")) return no_document(*node);
    if (plan_->result_type.find("dom.") != std::string::npos) return value;
    Result<Value> made = convert(value, plan_->result_type);
    if (!made && made.error().type() == "org.apache.camel.NoTypeConversionAvailableException") return Value();
    return made;
  }

  static Error no_document(const XmlNode& node) {
    return Error("org.apache.camel.TypeConversionException", "Error during type conversion from type: " + std::string(node.java_class()) +
                                                                 " to the required type: org.w3c.dom.Document with value " + node.text());
  }

  /// A primitive is not asked of XPath, which gives nodes then: Camel makes whole numbers of a text of digits, no booleans, and of any a real 0.
  Result<Value> primitive(const Value& nodes) const {
    if (plan_->result_type == "double" || plan_->result_type == "float") return Value(0.0);
    const std::string text = to_text(nodes.object().converted().value_or(Value())).str();
    const bool digits = !text.empty() && text.find_first_not_of("0123456789", text[0] == '-' ? 1 : 0) == std::string::npos;
    if (digits && plan_->result_type != "boolean") return convert(Value(text), plan_->result_type);
    const Error cause(plan_->result_type == "boolean" ? "java.lang.IllegalArgumentException" : "java.lang.NumberFormatException",
                      "For input string: \"" + std::string(nodes.java_class()) + "\"");
    return Error("org.apache.camel.TypeConversionException",
                 "Error during type conversion from type: " + std::string(nodes.java_class()) + " to the required type: " + plan_->result_type +
                     " with value " + std::string(nodes.java_class()) + " due to " + cause.text(),
                 cause);
  }

  std::unique_ptr<const Plan> plan_;
  PerWorker<xpath_lang::Program> programs_;
};

/// What Camel asks XPath for when the result is to be of this Java class; nothing where the class does not tell.
std::optional<Kind> kind_for(std::string_view java_type) {
  const std::size_t dot = java_type.rfind('.');
  const std::string_view name = dot == std::string_view::npos ? java_type : java_type.substr(dot + 1);
  static constexpr std::array kNumbers = {"Integer", "Long", "Double", "Float", "Short", "Byte", "Number", "BigDecimal", "BigInteger"};
  if (name == "String") return Kind::String;
  if (name == "Boolean") return Kind::Boolean;
  if (name == "Node" || name == "Document" || name == "Element") return Kind::Node;
  if (name == "NodeList") return Kind::NodeSet;
  if (std::ranges::find(kNumbers, name) != kNumbers.end()) return Kind::Number;
  return std::nullopt;
}

/// Compiles the literals of function:simple('…'). False after a report.
bool read_simple(const ExpressionDecl& decl, xpath_lang::Source& path, Assembler& assembler) {
  constexpr std::string_view kName = "function:simple";
  for (std::size_t at = path.text.find(kName); at != std::string::npos; at = path.text.find(kName, at + 1)) {
    const std::size_t open = path.text.find_first_not_of(" (", at + kName.size());
    if (open == std::string::npos || (path.text[open] != '\'' && path.text[open] != '"')) continue;
    const std::size_t close = path.text.find(path.text[open], open + 1);
    if (close == std::string::npos) continue;
    const std::string text = path.text.substr(open + 1, close - open - 1);
    // A text without a function is one by itself: function:simple('body').
    const bool bare = text.find("${") == std::string::npos;
    ExpressionPtr compiled = assembler.simple(bare ? "${" + text + "}" : text, decl.mark_at(open + 1));
    if (compiled == nullptr) return false;
    path.simple.emplace(text, std::move(compiled));
  }
  return true;
}

ExpressionPtr compile(const ExpressionDecl& decl, Assembler& assembler) {
  auto plan = std::make_unique<XPath::Plan>();
  plan->source = InputSource(decl.options.text("source"));
  plan->result_type = result_type(decl, assembler);
  plan->path.text = decl.text;
  if (decl.options.has("resultQName")) {
    const auto* kind = std::ranges::find(kKinds, decl.options.choice("resultQName"));
    plan->kind = kind == std::end(kKinds) ? Kind::NodeSet : kKindValues[static_cast<std::size_t>(kind - std::begin(kKinds))];
  }
  plan->kind = kind_for(plan->result_type).value_or(plan->kind);
  plan->path.namespaces = read_namespaces(decl.options.node("namespace"), assembler);
  if (!read_simple(decl, plan->path, assembler)) return nullptr;
  std::string why;
  if (xpath_lang::Program::compile(plan->path, why) == nullptr) {
    assembler.error(decl.mark, "invalid XPath: " + why, {}, "org.apache.camel.RuntimeCamelException");
    return nullptr;
  }
  if (const std::string prefix = undeclared_prefix(decl.text, plan->path.namespaces); !prefix.empty()) {
    assembler.error(decl.mark_at(decl.text.find(prefix + ":")), "prefix '" + prefix + "' has no namespace",
                    "declare it: namespace: [{key: " + prefix + ", value: \"urn:…\"}]", "org.apache.camel.RuntimeCamelException");
    return nullptr;
  }
  if (const std::string name = unknown_function(decl.text); !name.empty()) {
    assembler.error(decl.mark_at(decl.text.find(name)), "XPath 1.0 has no function '" + name + "'",
                    "Camel's own are in:header('x'), in:body(), function:simple('…') and function:properties('x')",
                    name == "key" ? "java.lang.NullPointerException" : "org.apache.camel.RuntimeCamelException");
    return nullptr;
  }
  return std::make_unique<XPath>(std::move(plan), assembler.context().workers().size());
}

}  // namespace

LanguageSpec xpath() {
  return {.name = "xpath",
          .summary = "Reads an XPath 1.0 from an XML body; $name is a header, in:header('x') and function:simple('…') read the exchange.",
          .fields = kFields,
          .example = "xpath: {expression: /order/x:total, resultType: Double, namespace: [{key: x, value: \"urn:x\"}]}",
          .compile = compile};
}

}  // namespace kamel::languages
