#include "engine/preconditions.h"

#include <algorithm>

#include "engine/exchange.h"

namespace kamel {
namespace {

constexpr std::string_view kProperties = "${properties:";

// "${properties:red} == 'x'" with the property's value in place of the function.
std::string with_properties(std::string text, const Context& context) {
  for (auto at = text.find(kProperties); at != std::string::npos; at = text.find(kProperties, at + 1)) {
    const auto end = text.find('}', at);
    if (end == std::string::npos) break;
    const std::string key = text.substr(at + kProperties.size(), end - at - kProperties.size());
    const auto colon = key.find(':');
    const std::string otherwise = colon != std::string::npos ? key.substr(colon + 1) : "";
    text.replace(at, end + 1 - at, "'" + context.property(key.substr(0, colon)).value_or(otherwise) + "'");
  }
  return text;
}

// What is there without a message, too.
bool needs_message(const std::string& text) {
  constexpr std::string_view kFree[] = {"sys.", "sysenv.", "sysenv:", "env.", "env:"};
  for (auto at = text.find("${"); at != std::string::npos; at = text.find("${", at + 1)) {
    const std::string_view function = std::string_view(text).substr(at + 2);
    if (std::ranges::none_of(kFree, [&](std::string_view free) { return function.starts_with(free); })) return true;
  }
  return false;
}

bool unwanted(const Node& options, Assembler& assembler) {
  const Node* precondition = options.find("precondition");
  if (precondition == nullptr) return false;
  return precondition->kind == Node::Kind::Null || !precondition_holds(precondition->text, precondition->mark, assembler);  // null: an absent {{?property}}
}

}  // namespace

bool precondition_holds(const std::string& precondition, const Mark& mark, Assembler& assembler) {
  if (precondition.empty()) return false;
  const std::string text = with_properties(precondition, assembler.context());
  if (needs_message(text)) {
    assembler.error(mark, "a precondition is decided without a message", "use {{placeholders}}, ${properties:name}, ${sys.name} or ${env.NAME} only");
    return true;
  }
  const ExpressionPtr predicate = assembler.simple(text, mark, true);
  if (!predicate) return true;
  Exchange nothing;
  const Result<bool> verdict = predicate->matches(nothing);
  if (!verdict) assembler.error(mark, "the precondition cannot be decided: " + std::string(verdict.error().message()));
  return !verdict || *verdict;
}

void leave_out_unwanted(RouteSet& set, Context& context, Diagnostics& diagnostics) {
  const RouteSet empty;
  Assembler assembler(context, empty, "", diagnostics);
  std::erase_if(set.routes, [&](const RouteDecl& route) { return unwanted(route.options, assembler); });
  std::erase_if(set.elements, [&](const ElementDecl& element) { return element.name == "routeConfiguration" && unwanted(element.value, assembler); });
}

}  // namespace kamel
