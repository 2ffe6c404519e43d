// Glue: the instructions that hold programs together and that nobody writes in YAML.
#pragma once

#include "engine/exchange.h"
#include "engine/executor.h"
#include "engine/program.h"

namespace kamel::glue {

/// To the instruction's branch.
class Goto final : public Step {
 public:
  Flow run(Exchange&) const override { return Flow::Branch; }
};

/// The end of a body, a route, a called route.
class Return final : public Step {
 public:
  Flow run(Exchange&) const override { return Flow::Return; }
};

/// The end of an onException clause, or of the delivery to the dead letter endpoint.
class EndHandler final : public Step {
 public:
  Flow run(Exchange& exchange) const override { return Executor::end_handler(exchange); }
};

}  // namespace kamel::glue
