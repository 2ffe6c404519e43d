#include "engine/preconditions.h"

#include <algorithm>

#include "engine/exchange.h"
#include "engine/worker.h"

namespace kamel {
namespace {

bool unwanted(const Node& options, const RouteDecl* route, Assembler& assembler) {
  const Node* precondition = options.find("precondition");
  if (precondition == nullptr) return false;
  if (precondition->kind == Node::Kind::Null || precondition->text.empty()) return true;  // null: an absent {{?property}}
  const ExpressionPtr predicate = assembler.simple(precondition->text, precondition->mark, true);
  if (!predicate) return false;
  const Result<bool> holds = precondition_holds(*predicate, assembler.context(), route);
  if (!holds) assembler.error(precondition->mark, std::string(holds.error().message()), {}, std::string(holds.error().type()));
  return holds && !*holds;
}

}  // namespace

Result<bool> precondition_holds(const Expression& predicate, Context& context, const RouteDecl* route) {
  const Context::LocalProperties own(route != nullptr ? &route->parameters : nullptr);
  Worker worker(context, 0);  // never runs: it only brings the exchange together with the context
  Exchange& nothing = worker.acquire();
  Result<bool> holds = predicate.matches(nothing);
  worker.recycle(nothing);
  return holds;
}

void leave_out_unwanted(RouteSet& set, Context& context, Diagnostics& diagnostics) {
  const RouteSet empty;
  Assembler assembler(context, empty, "", diagnostics);
  std::erase_if(set.routes, [&](const RouteDecl& route) { return unwanted(route.options, &route, assembler); });
  std::erase_if(set.elements, [&](const ElementDecl& element) { return element.name == "routeConfiguration" && unwanted(element.value, nullptr, assembler); });
}

}  // namespace kamel
