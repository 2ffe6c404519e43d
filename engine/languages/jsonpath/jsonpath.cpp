// jsonpath: a JSONPath read from a JSON body, as Camel reads it with Jayway's library.
#include <algorithm>
#include <array>

#include "dsl/json.h"
#include "engine/compare.h"
#include "engine/languages/jsonpath/path.h"
#include "engine/languages/shared/json_body.h"
#include "engine/languages/shared/source.h"
#include "engine/languages/shared/text_option.h"
#include "engine/languages/shared/typed.h"

namespace kamel::languages {
namespace {

using json_path::Path;

constexpr std::string_view kOptionNames[] = {"DEFAULT_PATH_LEAF_TO_NULL", "ALWAYS_RETURN_LIST", "AS_PATH_LIST", "SUPPRESS_EXCEPTIONS", "REQUIRE_PROPERTIES"};
constexpr std::array kOptionBits = {json_path::kLeafToNull, json_path::kAlwaysList, json_path::kAsPaths, json_path::kSuppress, json_path::kRequireProperties};

constexpr Field kFields[] = {
    {.name = "suppressExceptions", .type = FieldType::Bool, .summary = "a missing path gives null instead of an error", .fallback = "false"},
    {.name = "allowSimple", .type = FieldType::Bool, .summary = "${…} inside the path is simple", .fallback = "true"},
    {.name = "allowEasyPredicate", .type = FieldType::Bool, .summary = "a predicate may be written a.b > 5 for $.a[?(@.b > 5)]", .fallback = "true"},
    {.name = "writeAsString", .type = FieldType::Bool, .summary = "write each result (each item of a list, each value of a map) as JSON text", .fallback = "false"},
    {.name = "unpackArray", .type = FieldType::Bool, .summary = "a list with one item gives the item", .fallback = "false"},
    {.name = "option", .summary = "Jayway's options, comma-separated: DEFAULT_PATH_LEAF_TO_NULL, ALWAYS_RETURN_LIST, AS_PATH_LIST, SUPPRESS_EXCEPTIONS, REQUIRE_PROPERTIES"},
    kSourceField,
    kResultTypeField,
};

Error wrapped(const Error& cause) { return Error("org.apache.camel.ExpressionEvaluationException", cause.text(), cause); }

/// Type names under which a list is wanted.
bool is_collection(std::string_view java_type) {
  if (const std::size_t dot = java_type.rfind('.'); dot != std::string_view::npos) java_type.remove_prefix(dot + 1);
  static constexpr std::array<std::string_view, 7> kNames = {"List", "ArrayList", "LinkedList", "Collection", "Set", "LinkedHashSet", "HashSet"};
  return std::ranges::find(kNames, java_type) != kNames.end();
}

class JsonPath final : public Expression {
 public:
  struct Plan {
    InputSource source;
    TextOption text;                   // where it is dynamic
    std::unique_ptr<const Path> path;  // where it is not
    Error broken;                      // why there is none
    std::shared_ptr<const JsonParts> parts;  // of a document that this program looks at; nullptr: all
    bool judges_only = false;                // only its verdict as a predicate can be had from those
    unsigned options = 0;
    bool suppress = false, write_as_string = false, unpack = false, predicate = false;
    std::string result_type;
  };
  explicit JsonPath(Plan plan) : plan_(std::move(plan)), is_set_(gives_set(plan_)), wants_list_(is_collection(plan_.result_type)) {}

  Result<Value> evaluate(Exchange& exchange) const override {
    Result<Value> found = read(exchange, plan_.judges_only ? nullptr : plan_.parts.get());
    if (found && plan_.write_as_string) found = as_strings(*found);
    if (found) found = shaped(std::move(*found));
    if (!found) return wrapped(found.error());
    return found;
  }
  Result<bool> matches(Exchange& exchange) const override {
    if (!plan_.judges_only) return Expression::matches(exchange);
    const Result<Value> found = read(exchange, plan_.parts.get());
    if (!found) return wrapped(found.error());
    return is_true(*found);
  }

 private:
  Result<Value> read(Exchange& exchange, const JsonParts* parts) const {
    if (plan_.broken) return plan_.broken;
    if (!plan_.text.is_dynamic()) return read(*plan_.path, exchange, parts);
    Result<Slice> text = plan_.text.read(exchange);
    if (!text) return text.error();
    json_path::SyntaxError why;
    const auto path = json_path::parse_path(*text, why);
    if (path == nullptr) return why.error;
    return read(*path, exchange, parts);
  }

  Result<Value> read(const Path& path, Exchange& exchange, const JsonParts* parts) const {
    if (plan_.source.is_body() && exchange.message.body.is_bytes_like()) return read_text(path, exchange.message.body.slice(), exchange, parts);
    Result<Value> input = plan_.source.read(exchange);
    if (!input) return input.error();
    if (input->is_bytes_like()) return read_text(path, input->slice(), exchange, parts);
    const std::optional<Value> tree = as_tree(*input);
    if (tree && tree->is_bytes_like()) return read_text(path, tree->slice(), exchange, parts);
    if (tree) return look(path, *tree, parts);
    if (plan_.suppress) return Value();
    return Error("org.apache.camel.CamelExchangeException", "Cannot read " + plan_.source.name() + " as supported JSON value");
  }
  Result<Value> read_text(const Path& path, const Slice& text, Exchange& exchange, const JsonParts* parts) const {
    const Result<Value> document = parse(text, exchange, parts);
    if (!document) return document.error();
    return look(path, *document, parts);
  }
  /// What the path gives; where only a verdict is asked for, that.
  Result<Value> look(const Path& path, const Value& document, const JsonParts* parts) const {
    if (parts == nullptr || !plan_.judges_only) return json_path::read(path, document, plan_.options);
    const Result<bool> found = json_path::finds(path, document, plan_.options);
    if (!found) return found.error();
    return Value(*found);
  }

  static Result<Value> parse(const Slice& text, Exchange& exchange, const JsonParts* parts) {
    if (text.empty()) return Error("java.lang.IllegalArgumentException", "json string can not be null or empty");
    Result<Value> document = parts != nullptr ? parse_json(text, exchange, *parts) : parse_json(text, exchange);
    if (!document) return Error("com.jayway.jsonpath.InvalidJsonException", document.error().text(), document.error());
    if (document->is_null()) return Error("java.lang.IllegalArgumentException", "json can not be null");
    return document;
  }

  static Value as_strings(const Value& value) {
    const auto text = [](const Value& one) { return Value(json::write(one)); };
    if (value.is_list()) {
      List written;
      for (const Value& item : value.list()) written.push_back(text(item));
      return Value(std::move(written));
    }
    if (!value.is_map()) return text(value);
    Map written;
    for (const Map::Entry& entry : value.map()) written.set(entry.key, text(entry.value));
    return Value(std::move(written));
  }

  /// unpackArray and resultType, in Camel's order.
  Result<Value> shaped(Value value) const {
    bool is_list = value.is_list() && !is_set_;
    if (plan_.unpack && !wants_list_ && is_list && value.list().size() == 1) {
      value = Value(value.list()[0]);
      is_list = value.is_list();
    }
    if (plan_.result_type.empty()) return value;
    if (wants_list_) {
      if (!is_list) value = Value(List{value});
      return converted(value);
    }
    if (is_list) {
      List items;
      for (const Value& item : value.list()) {
        if (item.is_null()) continue;
        Result<Value> one = as_type(item);
        if (!one) return one;
        if (one->is_null() && value.list().size() == 1) return Error("java.lang.NullPointerException", "");
        items.push_back(std::move(*one));
      }
      value = items.size() == 1 ? Value(items[0]) : Value(std::move(items));
    }
    return converted(value);
  }
  /// Where Camel has no converter at all, the result is null.
  Result<Value> as_type(const Value& value) const {
    Result<Value> result = convert(value, plan_.result_type);
    if (!result && result.error().is_a("org.apache.camel.NoTypeConversionAvailableException")) return Value();
    return result;
  }
  /// The same, with 0 or false for null where the type is a primitive one, unless a verdict is asked for.
  Result<Value> converted(const Value& value) const {
    Result<Value> result = as_type(value);
    if (result && result->is_null() && !plan_.predicate) return zero_of(plan_.result_type);
    return result;
  }
  /// keys() gives a java.util.Set, which is no List where one is asked for.
  static bool gives_set(const Plan& plan) noexcept {
    return plan.path != nullptr && plan.path->function && plan.path->tokens.back().function == json_path::Function::Keys;
  }

  Plan plan_;
  bool is_set_, wants_list_;
};

/// The longest of Camel's easy operators at the start of `text`, its blanks included.
std::string_view easy_operator(std::string_view text) {
  static constexpr std::array kOperators = {" == ", " != ", " <= ", " >= ", " =~ ", " < ", " > ", " nin ", " in ", " size ", " empty "};
  for (const std::string_view one : kOperators) {
    if (text.starts_with(one)) return one;
  }
  return {};
}

/// store.price > 5 as $.store[?(@.price > 5)]; without a dot $..*[?(@.price > 5)]. Anything that is not three parts is left alone.
std::string easy_predicate(const std::string& text) {
  if (text.starts_with('$')) return text;
  std::size_t place = 0;
  std::string_view op;
  for (std::size_t i = 0; i < text.size() && op.empty(); ++i) {
    op = easy_operator(std::string_view(text).substr(i));
    place = i;
  }
  if (op.empty() || place == 0) return text;
  const std::string right = text.substr(place + op.size());
  for (std::size_t i = 0; i < right.size(); ++i) {
    if (!easy_operator(std::string_view(right).substr(i)).empty()) return text;
  }
  const std::string left = text.substr(0, place);
  const std::size_t dot = left.rfind('.');
  const std::string from = dot == std::string::npos ? "..*" : (left.starts_with('.') ? "" : ".") + left.substr(0, dot);
  return "$" + from + "[?(@." + (dot == std::string::npos ? left : left.substr(dot + 1)) + std::string(op) + right + ")]";
}

/// The bits of `option: A, B`; reports names that there are not.
unsigned option_bits(const ExpressionDecl& decl, Assembler& assembler) {
  unsigned bits = decl.options.flag("suppressExceptions") ? json_path::kSuppress : 0u;
  const std::string list = decl.options.text("option");
  for (std::size_t from = 0; from < list.size();) {
    const std::size_t comma = std::min(list.find(',', from), list.size());
    std::string name = list.substr(from, comma - from);
    std::erase(name, ' ');
    const auto* known = std::ranges::find(kOptionNames, name);
    if (known != std::end(kOptionNames)) {
      bits |= kOptionBits[static_cast<std::size_t>(known - std::begin(kOptionNames))];
    } else if (!name.empty()) {
      assembler.error(decl.options.mark("option"), "unknown jsonpath option '" + name + "'", did_you_mean(name, kOptionNames),
                      "java.lang.IllegalArgumentException");
    }
    from = comma + 1;
  }
  return bits;
}

ExpressionPtr compile(const ExpressionDecl& decl, Assembler& assembler) {
  JsonPath::Plan plan;
  const std::string text = decl.predicate && decl.options.flag("allowEasyPredicate") ? easy_predicate(decl.text) : decl.text;
  plan.source = InputSource(decl.options.text("source"));
  plan.predicate = decl.predicate;
  plan.suppress = decl.options.flag("suppressExceptions");
  plan.options = option_bits(decl, assembler);
  plan.write_as_string = decl.options.flag("writeAsString");
  plan.unpack = decl.options.flag("unpackArray");
  plan.result_type = result_type(decl, assembler);
  if (decl.options.flag("allowSimple")) plan.text = TextOption(text, decl.mark, assembler);
  if (plan.text.broken()) return nullptr;
  if (!plan.text.is_dynamic()) {
    json_path::SyntaxError why;
    plan.path = json_path::parse_path(text, why);
    if (plan.path == nullptr) {
      // Camel finds out with the first message, and a route may go on without it (doTry): a warning that says where, and the same failure.
      plan.broken = why.error;
      assembler.diagnostics().warning(decl.mark_at(text == decl.text ? why.position : 0), "invalid JSONPath: " + std::string(why.error.message()));
    } else {
      const auto parts = parts_of(assembler.program());
      plan.judges_only = decl.predicate && !plan.path->definite && !plan.write_as_string && !plan.unpack && plan.result_type.empty();
      json_path::select(*plan.path, !plan.judges_only, parts->wanted);
      plan.parts = parts;
    }
  }
  return std::make_unique<JsonPath>(std::move(plan));
}

}  // namespace

LanguageSpec jsonpath() {
  return {.name = "jsonpath",
          .summary = "Reads a JSONPath from a JSON body, a map or a list: one value for a definite path, a list for another. Fails at 10,000,000 results.",
          .fields = kFields,
          .example = "jsonpath: $.store.book[?(@.price < 10)].title",
          .compile = compile};
}

}  // namespace kamel::languages
