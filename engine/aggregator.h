// Aggregator: what an aggregate step remembers: the groups of messages that are not complete yet.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "dsl/pool.h"
#include "engine/aggregation.h"
#include "engine/expression.h"
#include "engine/program.h"
#include "engine/repositories/aggregation_repository.h"

namespace kamel {

class Intake;
class PendingKey;

struct AggregateOptions {
  ExpressionPtr key, completion_predicate, size_expression, timeout_expression;
  StrategyPtr strategy;
  std::int64_t size = 0;                     // 0: not by size
  std::chrono::milliseconds timeout{0};      // 0: not by inactivity
  std::chrono::milliseconds interval{0};     // 0: not by interval
  std::int64_t closed_keys = -1;             // how many completed keys stay closed; 0: all; -1: none
  bool eager = false, ignore_invalid_keys = false, discard_on_timeout = false, on_new_group = false, from_batch = false;
  bool force_on_stop = false, complete_all_on_stop = false;
  Range body;
  Range dead_letter;  // the send to the repository's deadLetterUri
};

/// The groups of one aggregate step, or of all that name the same repository; shared by all workers and kept across live swaps. A completed group runs the
/// step's body on the worker that completed it; one that a timer completes runs on the worker where its first message came in.
///
/// With a medium each message is written before its exchange goes on, and joined again, message by message, after a restart. In one transaction with the last
/// message the group becomes a completed exchange, which is there until its steps have ended well: what failed, and what was under way when the process died, is
/// delivered again (Camel's recovery). A write that fails breaks the aggregator, as memory and medium differ then: it takes no more until the process is restarted.
class Aggregator : public std::enable_shared_from_this<Aggregator> {
 public:
  explicit Aggregator(AggregationRepository repository = {}) : repository_(std::move(repository)) {}
  /// Takes a copy of the exchange's message into its group. The exchange goes on by itself: Flow::Branch, Suspend until that is durable, or Fail with why it was not taken.
  Flow add(Exchange& exchange, const AggregateOptions& options);

  /// A step that uses it is loaded on the first worker: the groups of the time before a restart live there. That worker.
  void loaded(Intake& intake, const AggregateOptions& options);
  /// That step's options and intake must not be used any more. Any thread.
  void unloaded(const AggregateOptions& options);
  /// The step's route ends on `intake`'s worker; that one.
  void stopping(Intake& intake, const AggregateOptions& options);

 private:
  struct Group {
    std::optional<Outcome> result;
    std::int64_t size = 0;
    std::chrono::steady_clock::time_point touched;
    std::chrono::milliseconds timeout{0};
    RouteLease home;
    Worker* worker = nullptr;
    std::uint64_t number = 0;  // tells a group from a later one with the same key
    std::uint64_t stored = 0;  // how many messages are in the medium
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
  };
  using Groups = std::unordered_map<std::string, Group, Hash, std::equal_to<>, pool::Allocator<std::pair<const std::string, Group>>>;
  /// What one call brings about: all of it at once.
  struct Batch {
    Changes changes;
    std::vector<Exchange*, pool::Allocator<Exchange*>> ready;
    PendingKey* confirms = nullptr;
  };
  /// A completed exchange that has not been confirmed.
  struct Unconfirmed {
    std::int64_t attempts = 0;
    bool busy = true;
  };
  class Ending;

  // All of these with the lock held, unless they say otherwise.
  Flow join(Exchange& exchange, const AggregateOptions& options, const Slice& key);
  Flow take_in(Exchange& exchange, const AggregateOptions& options, const Slice& key, std::string_view by);
  bool ends_batch(Exchange& exchange);
  Result<std::string_view> completed_by(Exchange& judged, Exchange& exchange, const AggregateOptions& options, std::int64_t size);
  Result<std::string_view> completed_by_result(Exchange& exchange, const AggregateOptions& options, Group& group);
  Result<> set_timeout(Exchange& exchange, const AggregateOptions& options, Group& group);
  void complete(Worker& worker, const RouteLease& lease, const AggregateOptions& options, const std::string& key, Group group, std::string_view by, Batch& batch);
  void complete_all(Worker& worker, const RouteLease& lease, const AggregateOptions& options, std::string_view by, Batch& batch);
  void force_all(Exchange& exchange, const AggregateOptions& options, Batch& batch);
  void close(const std::string& key, const AggregateOptions& options);
  void watch(const std::string& key, Group& group, const AggregateOptions& options);
  void look(const std::string& key, std::uint64_t number, const AggregateOptions& options);  // takes the lock
  void start_interval(Worker& worker, const RouteLease& lease, const AggregateOptions& options);
  static void give_up_home(Group& group);
  void forget(Groups::iterator group);

  // aggregator_journal.cpp
  void store(Batch& batch, const std::string& key, Group& group, std::string bytes) const;
  void store_completed(Batch& batch, const std::string& key, const Group& group, Exchange& completed);
  void forget_members(Batch& batch, const Group& group) const;
  Flow commit(Worker& worker, Batch batch, Exchange* waiting);
  void committed(const Batch& batch, Exchange* waiting, const Result<>& written);  // takes the lock
  void restore(Intake& intake, const AggregateOptions& options);
  void restore_member(Exchange& stand_in, const AggregateOptions& options, const Stored& row);
  void ended(const std::string& id, bool well);  // takes the lock
  void recover_later(std::chrono::milliseconds pause);
  void recover();                                                                              // takes the lock
  void redeliver(const std::string& id, const Result<std::optional<std::string>>& found);     // takes the lock
  void release_stop();

  std::mutex mutex_;  // guards all below
  AggregationRepository repository_;
  Groups groups_;
  std::unordered_set<std::string> closed_;
  std::deque<std::string> closed_order_;
  std::uint64_t numbers_ = 0;
  std::int64_t batch_ = 0;
  bool interval_runs_ = false;
  Error broken_;  // why the medium failed
  std::unordered_map<std::string, Unconfirmed> unconfirmed_;
  bool recovery_runs_ = false;
  Intake* home_ = nullptr;                          // on the first worker; for what a restart left behind
  const AggregateOptions* home_options_ = nullptr;
  std::vector<Exchange*> stops_;                    // they hold up the end of their route until no group is left
};

}  // namespace kamel
