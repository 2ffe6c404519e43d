// The parts of the Assembler that compile expressions and data formats.
#include "dsl/absent_expression.h"
#include "engine/assembler.h"

namespace kamel {
namespace {

// Fields that every language takes besides its own.
constexpr Field kCommon[] = {
    {.name = "expression", .type = FieldType::Any, .summary = "The expression's text"},
    {.name = "trim", .type = FieldType::Bool, .summary = "Take leading and trailing blanks off the text", .fallback = "true"},
};

/// What an optional placeholder without a value leaves of an expression.
class Absent final : public Expression {
 public:
  Result<Value> evaluate(Exchange&) const override { return Value(); }
  const Value* constant() const noexcept override {
    static const Value null;
    return &null;
  }
};

bool is_absent(const Node* text) noexcept { return text != nullptr && text->is_null() && text->text == kAbsentExpression; }

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

}  // namespace

ExpressionPtr Assembler::expression(const Options& options, std::string_view name) { return inline_expression(options, name, false); }
ExpressionPtr Assembler::predicate(const Options& options, std::string_view name) { return inline_expression(options, name, true); }

ExpressionPtr Assembler::inline_expression(const Options& options, std::string_view name, bool predicate) {
  const auto given = options.expression(name);
  if (!given) {
    error(options.mark(), "missing expression" + (step_name_.empty() ? std::string() : " of step '" + std::string(step_name_) + "'"),
          "add one, for example simple: \"${body}\"", "java.lang.IllegalArgumentException");
    return nullptr;
  }
  return compile(*registry().language(given->language), *given->node, given->mark, predicate);
}

ExpressionPtr Assembler::expression(const Node& element, bool predicate) {
  if (element.is_scalar()) return simple(element.text, element.mark, predicate);
  FieldRules rules;
  rules.is_language = [this](std::string_view key) { return is_language(key); };
  rules.what = "expression";
  constexpr static Field kExpression[] = {{.name = "expression", .type = FieldType::Expression}};
  return inline_expression(Options::read(element, kExpression, rules, diagnostics_), "expression", predicate);
}

ExpressionPtr Assembler::compile(const LanguageSpec& language, const Node& node, const Mark& mark, bool predicate) {
  if (is_absent(&node) || is_absent(node.find("expression"))) return std::make_unique<Absent>();
  std::vector<Field> fields(language.fields.begin(), language.fields.end());
  fields.insert(fields.end(), std::begin(kCommon), std::end(kCommon));
  FieldRules rules;
  rules.shorthand = "expression";
  rules.what = "language '" + std::string(language.name) + "'";
  const auto kept = std::make_shared<std::vector<Field>>(std::move(fields));  // the options borrow them
  ExpressionDecl decl{language, {}, mark, nullptr, Options::read(node, *kept, rules, diagnostics_), predicate};
  const Node* text = node.is_map() ? node.find("expression") : &node;
  if (text == nullptr && node.is_map()) text = node.find("token");
  if (text != nullptr && text->is_scalar()) {
    decl.text = text->text;
    decl.node = text;
    decl.mark = text->mark;
  }
  if (decl.options.flag("trim")) {
    const std::string_view kept_text = trimmed(decl.text);
    if (kept_text.size() != decl.text.size()) decl.text = std::string(kept_text);
  }
  return language.compile(decl, *this);
}

ExpressionPtr Assembler::simple(const Options& options, std::string_view name) {
  const Node* node = options.node(name);
  if (node == nullptr || !node->is_scalar()) return simple(options.text(name), options.mark(name));
  const LanguageSpec* language = registry().language("simple");
  ExpressionDecl decl{*language, node->text, node->mark, node, {}, false};
  return language->compile(decl, *this);
}

ExpressionPtr Assembler::simple(std::string_view text, const Mark& mark, bool predicate) {
  const LanguageSpec* language = registry().language("simple");
  ExpressionDecl decl{*language, std::string(text), mark, nullptr, {}, predicate};
  return language->compile(decl, *this);
}

std::unique_ptr<const DataFormat> Assembler::format(const StepDecl& decl) {
  const FormatSpec* spec = nullptr;
  const Node::Entry* chosen = nullptr;
  for (const Node::Entry* entry : decl.options.others()) {
    const FormatSpec* found = registry().format(entry->key);
    if (found == nullptr) {
      error(entry->mark, "unknown data format '" + entry->key + "'", did_you_mean(entry->key, registry().format_names()));
      return nullptr;
    }
    if (spec != nullptr) {
      error(entry->mark, "step '" + std::string(decl.spec.name) + "' takes one data format, but here are two: '" + chosen->key + "' and '" + entry->key + "'");
      return nullptr;
    }
    spec = found;
    chosen = entry;
  }
  if (spec == nullptr) {
    error(decl.mark, "step '" + std::string(decl.spec.name) + "' needs a data format", "for example json: {}", "java.lang.IllegalArgumentException");
    return nullptr;
  }
  FieldRules rules;
  rules.what = "data format '" + std::string(spec->name) + "'";
  Node empty = chosen->value;
  if (empty.is_null()) empty.kind = Node::Kind::Map;
  FormatDecl format{*spec, chosen->mark, Options::read(empty, spec->fields, rules, diagnostics_)};
  return spec->compile(format, *this);
}

}  // namespace kamel
