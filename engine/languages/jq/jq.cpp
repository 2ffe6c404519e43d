// jq: a jq program run on a JSON body.
#include <span>

#include "engine/languages/jq/missing.h"
#include "engine/languages/jq/evaluator.h"
#include "engine/languages/jq/path.h"
#include "engine/languages/jq/pieces.h"
#include "engine/languages/jq/program.h"
#include "engine/languages/shared/json_body.h"
#include "engine/languages/shared/json_node.h"
#include "engine/languages/shared/source.h"
#include "engine/languages/shared/typed.h"
#include "dsl/json.h"
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/worker.h"

namespace kamel::languages {
namespace {

constexpr Field kFields[] = {kSourceField, kResultTypeField};

// Camel's functions, and the data that they read: the real input is wrapped together with it.
constexpr std::string_view kPrelude =
    ". as $__kamel | "
    "def header($name): $__kamel.headers[$name | ascii_downcase]; "
    "def header($name; $otherwise): header($name) // $otherwise; "
    "def property($name): $__kamel.properties[$name]; "
    "def property($name; $otherwise): property($name) // $otherwise; "
    "def variable($name): $__kamel.variables[$name]; "
    "def variable($name; $otherwise): variable($name) // $otherwise; "
    "def body: $__kamel.body; "
    "$__kamel.input | ";

/// What libjq 1.6 has, too, but runs for ever on a pattern or a text that is found without a length (and finds some of those twice).
constexpr std::string_view kSafe =
    "def sub($re; text; $flags): . as $in | reduce match($re; $flags) as $found ({at: 0, text: \"\", last: -1}; "
    "if $found.length == 0 and $found.offset == .last then . else "
    "(reduce ($found.captures[] | select(.name != null)) as $one ({}; .[$one.name] = $one.string)) as $names | "
    ".text += $in[.at:$found.offset] + ($names | text) | .at = $found.offset + $found.length | .last = $found.offset end) | .text + $in[.at:]; "
    "def sub($re; text): sub($re; text; \"\"); "
    "def gsub($re; text; $flags): sub($re; text; $flags + \"g\"); "
    "def gsub($re; text): sub($re; text; \"g\"); "
    "def indices($of): if . == null then null "
    "elif type == \"string\" and ($of | type) == \"string\" then if $of == \"\" then [] else explode as $in | ($of | explode) as $it | "
    "[range(0; ($in | length) - ($it | length) + 1) | select($in[.:. + ($it | length)] == $it)] end "
    "elif type == \"array\" then if ($of | type) == \"array\" then .[$of] else .[[$of]] end "
    "else error(\"indices() is not applicable to \" + (type | ascii_upcase)) end; "
    "def index($of): indices($of) | .[0]; "
    "def rindex($of): indices($of) | .[-1:][0]; ";
/// libjq ends the process on a pattern that is no text, and takes other patterns than jackson-jq.
constexpr std::string_view kNoDates =
    "def strftime($f): error(\"strftime does not go together with def, foreach and label\"); "
    "def strptime($f): error(\"strptime does not go together with def, foreach and label\"); ";
bool needs_no_dates(std::string_view program) { return program.find("strftime") != program.npos || program.find("strptime") != program.npos; }
bool needs_safe(std::string_view program) { return program.find("sub") != program.npos || program.find("ind") != program.npos; }

/// Which of Camel's functions a program may call, by a look at its text: one too many costs time only.
struct Uses {
  bool headers = false, properties = false, variables = false, body = false;
  explicit Uses(std::string_view program)
      : headers(program.find("header") != program.npos),
        properties(program.find("property") != program.npos),
        variables(program.find("variable") != program.npos),
        body(program.find("body") != program.npos) {}
  bool any() const noexcept { return headers || properties || variables || body; }
};

Error wrapped(const Error& cause) { return Error("org.apache.camel.RuntimeCamelException", cause.text(), cause); }

Value text_or_null(const Value& value) { return value.is_null() ? Value() : Value(to_text(value)); }

std::string lower(std::string_view text) {
  std::string copy(text);
  for (char& c : copy) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return copy;
}

template <class Values>
Value as_map(const Values& values, bool lower_case) {
  Map map;
  for (const auto& [name, value] : values) map.set(lower_case ? Slice(lower(name)) : name, text_or_null(value));
  return Value(std::move(map));
}

class Jq final : public Expression {
 public:
  struct Plan {
    InputSource source;
    std::optional<jq_lang::Path> path;
    bool wants_json = false;  // a path that is more than `.`, or a length: what a text without any JSON has not
    jq_lang::NodePtr tree;  // where the program needs no libjq
    std::string program;  // with the prelude where it is needed
    std::optional<Uses> uses;
    std::string missing;  // what jackson-jq would not find: each run fails, as Camel's does
    std::string result_type;
  };
  Jq(Plan plan, std::size_t workers)
      : plan_(std::move(plan)), programs_(workers, [text = plan_.program](Worker&) {
          std::string why;
          return jq_lang::Program::compile(text, why);
        }) {}

  Result<Value> evaluate(Exchange& exchange) const override {
    Result<List> outputs = run(exchange);
    if (!outputs) return wrapped(outputs.error());
    if (outputs->size() > 1 && plan_.result_type == "byte[]") {
      return Error("org.apache.camel.TypeConversionException", "Error during type conversion from type: java.util.ArrayList to the required type: byte[]");
    }
    Result<Value> result = shaped(std::move(*outputs));
    if (!result) return wrapped(result.error());
    return result;
  }

  /// Of one output only the JSON value true is a yes; of several, that there are any.
  Result<bool> matches(Exchange& exchange) const override {
    if (!plan_.result_type.empty()) return matches_typed(exchange);
    Result<List> outputs = run(exchange);
    if (!outputs) return wrapped(outputs.error());
    if (outputs->size() != 1) return outputs->size() > 1;
    const Value& only = (*outputs)[0];
    return only.is_bool() && only.as_bool();
  }

 private:
  /// Once a result has been made another type than a node, only a list can be a yes.
  Result<bool> matches_typed(Exchange& exchange) const {
    const Result<Value> value = evaluate(exchange);
    if (!value) return value.error();
    return value->is_list() && !value->list().empty();
  }

  Result<List> run(Exchange& exchange) const {
    Result<Value> input = read(exchange);
    if (!input) return input.error();
    if (!plan_.missing.empty()) return Error("net.thisptr.jackson.jq.exception.JsonQueryException", plan_.missing);
    if (plan_.wants_json && input->is_null() && is_missing(exchange)) return Error("net.thisptr.jackson.jq.exception.JsonQueryException", "there is no JSON: it has no fields and no length");
    if (plan_.path) return plan_.path->run(*input);
    if (plan_.tree != nullptr) return jq_lang::evaluate(*plan_.tree, *input, [&](std::string_view what, std::string_view name) { return outside(exchange, what, name); });
    return programs_.at(exchange.worker()).run(plan_.uses ? with_data(std::move(*input), exchange) : *input);
  }

  /// Whether there is no JSON at all, which is less than null.
  bool is_missing(Exchange& exchange) const {
    const Result<Value> text = plan_.source.read(exchange);
    return text && text->is_bytes_like() && is_blank(text->slice());
  }
  static bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

  static Value outside(const Exchange& exchange, std::string_view what, std::string_view name) {
    if (what == "body") return text_or_null(exchange.message.body);
    return text_or_null(what == "header" ? exchange.message.headers.get(name) : what == "property" ? exchange.properties.get(name) : exchange.variables.get(name));
  }

  Result<Value> read(Exchange& exchange) const {
    Result<Value> input = plan_.source.read(exchange);
    if (!input) return input;
    if (input->is_bytes_like()) return parse(*input, exchange);
    if (input->is_map()) return input;
    if (input->is_object()) {
      if (const auto tree = as_tree(*input)) return tree->is_bytes_like() ? parse(*tree, exchange) : Result<Value>(*tree);
    }
    std::string message = "No body available of type: com.fasterxml.jackson.databind.JsonNode";
    if (!input->is_null()) message += " but has type: " + std::string(input->java_class());
    return Error("org.apache.camel.InvalidPayloadException", message + " on: Message");
  }

  static Result<Value> parse(const Value& text, Exchange& exchange) {
    if (is_blank(text.slice())) return Value();
    Result<Value> tree = parse_json(text.slice(), exchange);
    if (tree) return tree;
    return Error("org.apache.camel.TypeConversionException",
                 "Error during type conversion from type: " + std::string(text.java_class()) +
                     " to the required type: com.fasterxml.jackson.databind.JsonNode with value " + text.slice().str() + " due to " + tree.error().text(),
                 tree.error());
  }

  Value with_data(Value input, Exchange& exchange) const {
    Map data;
    data.set(Slice::literal("input"), std::move(input));
    if (plan_.uses->headers) data.set(Slice::literal("headers"), as_map(exchange.message.headers, true));
    if (plan_.uses->properties) data.set(Slice::literal("properties"), as_map(exchange.properties, false));
    if (plan_.uses->variables) data.set(Slice::literal("variables"), as_map(exchange.variables, false));
    if (plan_.uses->body) data.set(Slice::literal("body"), text_or_null(exchange.message.body));
    return Value(std::move(data));
  }

  /// One output is the result itself, several are a list of them, none is null.
  Result<Value> shaped(List outputs) const {
    const bool several_outputs = outputs.size() > 1;
    for (Value& output : outputs.items()) {
      Result<Value> one = converted(JsonNode::wrap(std::move(output)));
      if (!one) return one;
      output = std::move(*one);
    }
    if (several_outputs && !plan_.result_type.empty()) std::erase_if(outputs.items(), [](const Value& output) { return output.is_null(); });
    if (outputs.empty()) return zero_of(plan_.result_type);
    if (outputs.size() == 1) return outputs[0].is_null() ? zero_of(plan_.result_type) : Value(outputs[0]);
    return several(Value(std::move(outputs)));
  }

  /// Of the list of several results there is no other type to make than a list or a text.
  Result<Value> several(Value outputs) const {
    const bool fits = plan_.result_type.empty() || plan_.result_type.ends_with("String") || plan_.result_type.ends_with("List") || plan_.result_type.ends_with("Object");
    return fits ? converted(std::move(outputs)) : Value();
  }

  Result<Value> converted(Value value) const {
    if (plan_.result_type.empty() || value.is_null() || plan_.result_type == "com.fasterxml.jackson.databind.JsonNode") return value;
    const bool scalar = !value.is_object() && !value.is_list();
    if (scalar && plan_.result_type == "java.util.List") return Value(List());  // the children of a node, of which a plain one has none
    if (plan_.result_type == "boolean") return no_primitive(value);
    if (plan_.result_type == "byte[]" || plan_.result_type == "java.io.InputStream") {
      return convert(value.is_text() ? value : Value(json::write(value)), plan_.result_type);
    }
    const bool wants_bool = plan_.result_type == "Boolean" || plan_.result_type == "java.lang.Boolean";
    if (wants_bool) return value.is_bool() ? value : Value();
    // A node is no number yet, so that a primitive type is as good as its class.
    const bool real = plan_.result_type == "double" || plan_.result_type == "float";
    auto made = convert(value, !real ? std::string_view(plan_.result_type) : plan_.result_type == "double" ? "java.lang.Double" : "java.lang.Float");
    return made || is_known_type(plan_.result_type) ? made : Result<Value>(Value());
  }

  /// Camel reads a primitive boolean from no node, not even from true.
  static Error no_primitive(const Value& value) {
    const Error cause("java.lang.IllegalArgumentException", "a JsonNode is no boolean");
    return Error("org.apache.camel.TypeConversionException",
                 "Error during type conversion from type: com.fasterxml.jackson.databind.JsonNode to the required type: boolean with value " + to_text(value).str() +
                     " due to " + cause.text(),
                 cause);
  }

  Plan plan_;
  PerWorker<jq_lang::Program> programs_;
};

/// What is wrong with the syntax of a program's texts and of the expressions in them; "" for nothing. libjq 1.6 loses memory of each program that it
/// gives up within a text, so such a program must not come to it whole.
std::string wrong_within_texts(std::string_view program) {
  const jq_lang::Pieces pieces = jq_lang::pieces_of(program);
  if (!pieces.wrong.empty()) return pieces.wrong;
  if (pieces.programs.back().find_first_not_of(" \t\r\n") == std::string::npos) return "there is nothing in it";
  for (const std::string& piece : std::span(pieces.programs).first(pieces.programs.size() - 1)) {
    std::string why;
    if (jq_lang::Program::compile("(" + piece + ")", why) == nullptr && why.starts_with("syntax error")) return why;
  }
  return {};
}

/// `as [$a] ?// $a |`: jackson-jq has no alternatives of patterns.
bool has_other_patterns(std::string_view program) {
  for (std::size_t at = program.find("?//"); at != std::string_view::npos; at = program.find("?//", at + 3)) {
    const std::size_t as = program.rfind(" as ", at);
    if (as != std::string_view::npos && program.substr(as, at - as).find('|') == std::string_view::npos) return true;
  }
  return false;
}

ExpressionPtr compile(const ExpressionDecl& decl, Assembler& assembler) {
  Jq::Plan plan;
  plan.source = InputSource(decl.options.text("source"));
  plan.result_type = result_type(decl, assembler);
  plan.path = jq_lang::Path::parse(decl.text);
  plan.wants_json = decl.text == "length" || (plan.path && decl.text.find_first_not_of(" \t\r\n.") != std::string::npos);
  if (!plan.path) plan.tree = jq_lang::read_program(decl.text);
  if (!plan.path && plan.tree == nullptr) {
    if (const Uses uses(decl.text); uses.any()) plan.uses = uses;
    plan.program = std::string(needs_safe(decl.text) ? kSafe : "").append(needs_no_dates(decl.text) ? kNoDates : "").append(plan.uses ? kPrelude : "").append(decl.text);
    std::string why = has_other_patterns(decl.text) ? "?// between patterns" : wrong_within_texts(decl.text);
    const bool broken = !why.empty() || jq_lang::Program::compile(plan.program, why) == nullptr || decl.text.empty();
    if (broken) plan.missing = jq_lang::missing_name_in(why);
    if (broken && plan.missing.empty()) plan.missing = jq_lang::called_with_nothing(decl.text);
    if (broken && why.starts_with("Division by zero")) plan.missing = "a number cannot be divided because the divisor is zero";
    if (broken && plan.missing.empty()) {
      assembler.error(decl.mark, "invalid jq program: " + (why.empty() ? "it is empty" : why), {}, "org.apache.camel.ExpressionIllegalSyntaxException");
      return nullptr;
    }
    if (plan.missing.empty()) plan.missing = jq_lang::missing_name(decl.text);
    if (!plan.missing.empty()) {
      assembler.diagnostics().warning(decl.mark, "this jq program will fail whenever it runs: " + plan.missing, "Camel's jq is jackson-jq, which has no such thing");
      plan.program = ".";
    }
  }
  return std::make_unique<Jq>(std::move(plan), assembler.context().workers().size());
}

}  // namespace

LanguageSpec jq() {
  return {.name = "jq",
          .summary = "Runs a jq program on a JSON body; header(), property(), variable() and body read the exchange. Fails at 10,000,000 values in a list, and at 1,000,000 steps of a loop.",
          .fields = kFields,
          .example = "jq: \"{title: .store.book[0].title, by: header(\\\"author\\\")}\"",
          .compile = compile};
}

}  // namespace kamel::languages
