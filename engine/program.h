// Program: a compiled route. Flat code, an exception table, and the rules for what nobody catches.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dsl/source.h"
#include "engine/expression.h"
#include "engine/flow.h"

namespace kamel {

/// One action. Const and shared by all workers; what it remembers lives in a state object of its own.
class Step {
 public:
  virtual ~Step() = default;
  /// Never blocks. After returning Suspend, `exchange.resume()` comes once, later, on the same worker.
  virtual Flow run(Exchange& exchange) const = 0;
  /// A send whose order is kept by its transport, so that a split may send the next part before this one is confirmed.
  virtual bool pipelines() const noexcept { return false; }
};

struct Instruction {
  std::unique_ptr<const Step> step;
  std::uint32_t branch = 0;
  Mark mark;
  std::string_view name;   // of the step, for metrics and `explain`: "filter"; "" for glue
  std::string id;          // of the step, for metrics and `${stepId}`: given, or filter1, filter2 …
  std::uint32_t body = 0;  // which body of children it belongs to; 0: the route itself
  bool guarded = true;     // the route's error handler covers it; not so inside doTry
};

/// Code in [from, to) that fails goes on at `land`, where a step looks at the exception (doTry); a failure that a called route has handled
/// goes on at `end`, so that doFinally runs. `depth` frames of the
/// route's own (loops, finally blocks) are open there; those above are dropped.
struct Handler {
  std::uint32_t from = 0, to = 0, land = 0, end = 0, depth = 0;
  std::uint32_t body = 0;  // children inside are not covered: their failures come back through the step that made them
};

/// A body of children: runs from `from` to its Return.
struct Range {
  std::uint32_t from = 0, to = 0;
  bool empty() const noexcept { return from == to; }
};

struct RedeliveryPolicy {
  std::int64_t maximum = 0;  // -1: for ever
  std::chrono::milliseconds delay{1000};
  std::chrono::milliseconds maximum_delay{60000};
  double multiplier = 2.0;
  double collision_factor = 0.15;
  bool exponential = false;
  bool collision_avoidance = false;
  std::vector<std::pair<std::int64_t, std::chrono::milliseconds>> pattern;  // delayPattern: from which attempt on, how long
  /// What to wait before attempt `counter` (from 1), after having waited `previous`.
  std::chrono::milliseconds next_delay(std::uint32_t counter, std::chrono::milliseconds previous) const;
};

/// One onException.
struct ExceptionClause {
  std::vector<std::string> classes;
  ExpressionPtr on_when, retry_while, handled, continued;
  bool of_route = false;  // from the route's own configuration: found before global ones
  bool has_policy = false;
  RedeliveryPolicy policy;
  bool use_original_message = false, use_original_body = false;
  Range steps;
  bool has_steps = false;
};

/// What happens to a failure that no doTry caught.
struct ErrorHandling {
  enum class Kind : std::uint8_t { None, Default, DeadLetter };
  Kind kind = Kind::Default;
  RedeliveryPolicy policy;
  std::vector<ExceptionClause> clauses;  // of the route (or its configuration) first, then global ones
  Range dead_letter;                     // the send to the dead letter endpoint
  std::string dead_letter_uri;
  bool dead_letter_handles_new = true;
  bool use_original_message = false, use_original_body = false;
  bool redelivers = false;  // some policy here may try again: then Camel leaves its redelivery headers on failed messages
};

struct Program {
  std::string route_id;
  std::string from_uri;      // as Camel prints it
  std::string digest;
  std::vector<Instruction> code;
  std::vector<Handler> handlers;  // innermost first
  ErrorHandling errors;
  bool keeps_original = false;
  bool auto_startup = true;
  std::vector<SourcePtr> sources;  // that the marks point into
  std::string group;
  std::vector<std::shared_ptr<const void>> kept;  // what steps borrow: fields, nodes
};

}  // namespace kamel
