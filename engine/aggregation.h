// AggregationStrategy: how the results of several exchanges become one.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "dsl/source.h"
#include "engine/exchange.h"

namespace kamel {

class Assembler;

/// Why an exchange has ended before the end of its steps, a failure apart. Whoever takes over its results ends as well.
struct Ends {
  bool route_stop = false, rollback_only = false, rollback_only_last = false;
  bool handled = false;  // by an onException that handles
  static Ends of(const Exchange& exchange) noexcept;
  bool any() const noexcept { return route_stop || rollback_only || rollback_only_last || handled; }
};

/// What is left of an exchange that has ended, for a strategy.
struct Outcome {
  Message message;
  ExchangeProperties properties;
  Variables variables;
  Error exception;
  Slice exchange_id;
  Ends ends = {};
  Slice to_endpoint = {};  // the last endpoint sent to; "" of an exchange that a strategy has made
  /// Takes what it wants out of an exchange that is about to be recycled.
  static Outcome take(Exchange& exchange);
};

/// Stateless and const: all state is in the accumulated Outcome.
class AggregationStrategy {
 public:
  virtual ~AggregationStrategy() = default;
  /// Adds `incoming` to `old`, which is empty at first. `original` is the exchange that was split or sent.
  virtual void aggregate(std::optional<Outcome>& old, Outcome incoming, Exchange& original) const = 0;
  /// Called instead where a poll found nothing to add (Camel passes null): `old` stays, unless the strategy notes something.
  virtual Result<> nothing_came(Outcome&) const { return {}; }
  /// Whether of all messages but the first it looks at nothing but their bodies, so that the rest need not be copied.
  virtual bool takes_bodies_alone() const noexcept { return false; }
  /// Whether a group can begin without an original exchange, as that of an aggregate step does.
  virtual Result<> begins_group() const { return {}; }
  /// Called once, when nothing more will come.
  virtual void complete(Outcome&) const {}
};
using StrategyPtr = std::shared_ptr<const AggregationStrategy>;

/// The last result, with the last failure if any: Camel's UseLatestAggregationStrategy, what multicast and recipientList do unless told otherwise.
StrategyPtr use_latest();

/// shareUnitOfWork: as `strategy` (nullptr: the original message goes on), with the failures of the parts as failures of the whole.
StrategyPtr share_unit_of_work(StrategyPtr strategy);

/// The strategy that an option names: a bean of `beans:`, "#class:…", or a bare class name. Native ones stand in for Camel's
/// (StringAggregationStrategy, GroupedBody-, GroupedMessage-, GroupedExchange-, UseLatest-, UseOriginalAggregationStrategy). nullptr after a report.
StrategyPtr find_strategy(std::string_view reference, const Mark& mark, Assembler& assembler);

/// Makes an exchange what `result` says, as Camel's ExchangeHelper.copyResults.
void copy_results(Exchange& to, Outcome result);

}  // namespace kamel
