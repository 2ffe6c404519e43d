// onCompletion: steps that run when an exchange that passed through the route has ended.
#pragma once

#include "engine/scope.h"

namespace kamel {

/// The options of onCompletion.
std::span<const Field> on_completion_fields();

/// Writes the route's onCompletions (its own, or else those of its routeConfigurations and of its file): the instructions that register them come first in the route.
/// Their steps must be written behind it, by `bodies`, and those with mode BeforeConsumer at the end of the route, by `before_reply`.
class OnCompletions {
 public:
  OnCompletions(const RouteScope& scope, Assembler& assembler);
  ~OnCompletions();
  void register_all();
  void before_reply();
  void bodies();

 private:
  struct Item;
  void write_steps(const Item& item);
  Assembler& assembler_;
  std::vector<std::unique_ptr<Item>> items_;
};

}  // namespace kamel
