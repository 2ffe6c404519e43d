// Executor: runs an exchange through its program until it waits or ends.
#pragma once

#include "dsl/error.h"
#include "engine/exchange.h"

namespace kamel {

struct ExceptionClause;

/// The only code that moves a program counter, unwinds frames and settles. All static: the state is the exchange's.
class Executor {
 public:
  /// From the instruction at the exchange's pc.
  static void start(Exchange& exchange) noexcept;
  /// As if the instruction at pc had ended with `flow`.
  static void go_on(Exchange& exchange, Flow flow) noexcept;
  /// The end of an onException clause or of a dead letter delivery: what the failure has become. For the step that ends a handler.
  static Flow end_handler(Exchange& exchange);
  /// Gives an exchange the id that it had in another life.
  static void rename(Exchange& exchange, Slice id) { exchange.id_ = std::move(id); }
  /// Milliseconds since 1970 when the exchange came in. Worked out when first asked for, so that the others need not look at a clock.
  static std::int64_t created_ms(Exchange& exchange) noexcept;
  /// Notes where the failure happened, for whoever deals with it: the route, and the endpoint that was sent to last.
  static void note_failure_place(Exchange& exchange);

 private:
  static void give_up(Exchange& exchange) noexcept;
  static void run(Exchange& exchange);
  static bool advance(Exchange& exchange, Flow flow);
  static bool return_to_caller(Exchange& exchange);
  static void drop_frame(Exchange& exchange);
  static void leave(Exchange& exchange, std::size_t depth);
  static std::size_t base(const Exchange& exchange) noexcept;
  static void settle(Exchange& exchange);

  // errors.cpp: what a failure leads to. true: the exchange goes on at its pc.
  static bool failed(Exchange& exchange);
  static bool guarded(const Exchange& exchange) noexcept;
  enum class Landing : std::uint8_t { BeforeErrorHandler, AfterErrorHandler, Both };
  static bool land(Exchange& exchange, Landing which);
  static bool end_early(Exchange& exchange);
  static bool put_failure_back(Exchange& exchange);
  static bool goes_in_circles(Exchange& exchange);
  static void push_handler(Exchange& exchange, Frame frame);
  static Frame pop_handler(Exchange& exchange);
  static void forget_handling(Exchange& exchange);
  static bool in_handler(const Exchange& exchange) noexcept;
  static void fail_handler(Exchange& exchange);
  static bool handle(Exchange& exchange, const Message* begun, bool& waiting);
  static bool fail_handling(Exchange& exchange, Error why);
  static Result<bool> redeliver(Exchange& exchange, const ExceptionClause* clause, const Message* begun, bool& waiting);
  static void try_again(Exchange& exchange) noexcept;
  static bool exhausted(Exchange& exchange, const ExceptionClause* clause, std::int64_t index);
  static bool original_missing(Exchange& exchange);
  static void note_redelivery(Exchange& exchange, std::int64_t maximum);
  static void report_failure(Exchange& exchange, std::string_view outcome);
};

}  // namespace kamel
