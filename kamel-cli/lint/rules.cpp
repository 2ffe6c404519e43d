#include "kamel-cli/lint/rules.h"

#include <algorithm>
#include <array>

namespace kamel::cli {
namespace {

constexpr std::array<std::string_view, 10> kExpressionSteps{"setBody", "setHeader", "setProperty",   "setVariable", "transform",
                                                            "headers", "variables", "convertBodyTo", "toD",         "script"};
constexpr std::array<std::string_view, 10> kPredicates{
    "filter", "when", "validate", "onWhen", "retryWhile", "handled", "continued", "completionPredicate", "onWhenPredicate", "fallbackWhen"};
// Names whose children belong to what is around them.
constexpr std::array<std::string_view, 1> kTransparent{"expression"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

const Node* text_of(const Node& simple) {
  if (simple.is_scalar()) return &simple;
  const Node* expression = simple.find("expression");
  return expression != nullptr && expression->is_scalar() ? expression : nullptr;
}

bool gives_boolean(const Node& simple) {
  const Node* type = simple.find("resultType");
  return type != nullptr && (type->text == "boolean" || type->text == "Boolean" || type->text == "java.lang.Boolean");
}

void check_simple(const Node& simple, std::string_view owner, Diagnostics& diagnostics) {
  const Node* text = text_of(simple);
  if (text == nullptr) return;
  if (among(kPredicates, owner))
    lint_simple_predicate(*text, diagnostics);
  else if (among(kExpressionSteps, owner) && !gives_boolean(simple))
    lint_simple_expression(*text, diagnostics);
}

void check_reached(const Node& steps, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i + 1 < steps.items.size(); ++i) {
    const Node& step = steps.items[i];
    const bool stops =
        (step.is_map() && step.entries.size() == 1 && step.entries[0].key == "stop") || (step.is_scalar() && step.text == "stop");
    if (!stops) continue;
    const Node& next = steps.items[i + 1];
    const Mark& mark = next.is_map() && !next.entries.empty() ? next.entries[0].mark : next.mark;
    diagnostics.warning(mark, "this step is never reached: the route stops before it",
                        "remove it, or move `stop` into the branch it belongs to");
    return;
  }
}

void walk(const Node& node, std::string_view owner, Diagnostics& diagnostics) {
  for (const Node& item : node.items) walk(item, owner, diagnostics);
  for (const Node::Entry& entry : node.entries) {
    if (entry.key == "simple") check_simple(entry.value, owner, diagnostics);
    if (entry.key == "steps" && entry.value.is_list()) check_reached(entry.value, diagnostics);
    walk(entry.value, among(kTransparent, entry.key) ? owner : std::string_view(entry.key), diagnostics);
  }
}

}  // namespace

void lint(const RouteSet& set, Diagnostics& diagnostics) {
  for (const RouteDecl& route : set.routes) {
    walk(route.from, "from", diagnostics);
    walk(route.options, "route", diagnostics);
  }
  for (const ElementDecl& element : set.elements) walk(element.value, element.name, diagnostics);
  for (const TemplateDecl& from : set.templates) walk(from.definition, "template", diagnostics);
}

}  // namespace kamel::cli
