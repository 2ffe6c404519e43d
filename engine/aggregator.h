// Aggregator: what an aggregate step remembers: the groups of messages that are not complete yet.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "engine/aggregation.h"
#include "engine/expression.h"
#include "engine/program.h"

namespace kamel {

struct AggregateOptions {
  ExpressionPtr key, completion_predicate, size_expression, timeout_expression;
  StrategyPtr strategy;
  std::int64_t size = 0;                     // 0: not by size
  std::chrono::milliseconds timeout{0};      // 0: not by inactivity
  std::chrono::milliseconds interval{0};     // 0: not by interval
  std::int64_t closed_keys = -1;             // how many completed keys stay closed; -1: none
  bool eager = false, ignore_invalid_keys = false, discard_on_timeout = false, on_new_group = false, from_batch = false;
  Range body;
};

/// The groups of one aggregate step, shared by all workers and kept across live swaps. A completed group runs the step's body on the worker
/// that completed it; one that a timer completes runs on the worker where its first message came in.
class Aggregator : public std::enable_shared_from_this<Aggregator> {
 public:
  /// Takes a copy of the exchange's message into its group. The exchange goes on by itself. Flow::Next, or Fail with why it was not taken.
  Flow add(Exchange& exchange, const AggregateOptions& options);

 private:
  struct Group {
    std::optional<Outcome> result;
    std::int64_t size = 0;
    std::chrono::steady_clock::time_point touched;
    std::chrono::milliseconds timeout{0};
    RouteLease home;
    Worker* worker = nullptr;
    std::uint64_t number = 0;  // tells a group from a later one with the same key
  };
  void join(Exchange& exchange, const AggregateOptions& options, Group& group);
  bool ends_batch(Exchange& exchange);
  Result<std::string_view> completed_by(Exchange& exchange, const AggregateOptions& options, Group& group);
  Result<bool> holds_for_result(const Expression& predicate, Exchange& exchange, Group& group);
  Result<Value> of_result(const Expression& expression, Exchange& exchange, Group& group);
  void complete(Worker& worker, const RouteLease& lease, const AggregateOptions& options, const std::string& key, Group group, std::string_view by);
  void watch(const std::string& key, Group& group, const AggregateOptions& options);
  void look(const std::string& key, std::uint64_t number, const AggregateOptions& options);
  void start_interval(Exchange& exchange, const AggregateOptions& options);
  void complete_all(Worker& worker, const RouteLease& lease, const AggregateOptions& options, std::string_view by);
  static void give_up_home(Group& group);

  std::recursive_mutex mutex_;  // a completed body may come back into its own aggregate
  std::map<std::string, Group, std::less<>, pool::Allocator<std::pair<const std::string, Group>>> groups_;
  std::deque<std::string> closed_;
  std::uint64_t numbers_ = 0;
  std::int64_t batch_ = 0;
  bool interval_runs_ = false;
};

}  // namespace kamel
