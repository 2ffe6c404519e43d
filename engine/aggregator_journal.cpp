// What an aggregator writes to its medium, and what it makes of that after a restart.
#include <algorithm>
#include <charconv>

#include "engine/aggregator.h"
#include "engine/clock.h"
#include "engine/context.h"
#include "engine/executor.h"
#include "engine/intake.h"
#include "engine/names.h"
#include "engine/repositories/encoding.h"
#include "engine/repositories/pending_key.h"
#include "engine/worker.h"

namespace kamel {
namespace {

constexpr std::string_view kMember = "g/", kCompleted = "c/";
constexpr std::string_view kExhausted = "CamelRedeliveryExhausted";
constexpr std::chrono::milliseconds kFirstRecovery{1000};  // as in Camel
constexpr std::size_t kDigits = 16;

std::string digits(std::uint64_t number) {
  char text[20];
  const auto end = std::to_chars(text, text + sizeof text, number, 16).ptr;
  const auto size = static_cast<std::size_t>(end - text);
  return std::string(kDigits - std::min(size, kDigits), '0').append(text, size);
}

// Sorted as the messages came.
std::string member_key(std::uint64_t group, std::uint64_t index) { return std::string(kMember) + digits(group) + "/" + digits(index); }
std::string completed_key(std::string_view id) { return std::string(kCompleted) + std::string(id); }

std::uint64_t group_of(std::string_view key) {
  std::uint64_t number = 0;
  const std::string_view text = key.substr(kMember.size(), kDigits);
  std::from_chars(text.data(), text.data() + text.size(), number, 16);
  return number;
}

std::uint64_t index_of(std::string_view key) { return group_of(key.substr(kDigits + 1)); }

/// Takes the place of an origin for exchanges that nobody waits for.
class Nobody final : public Origin {
 public:
  void settled(Exchange&, Ticket) noexcept override {}
};
Nobody nobody;

}  // namespace

/// Tells the aggregator how a completed exchange has ended.
class Aggregator::Ending final : public Completion {
 public:
  Ending(std::shared_ptr<Aggregator> aggregator, std::string id) : aggregator_(std::move(aggregator)), id_(std::move(id)) {}
  void completed(Exchange& exchange) noexcept override { aggregator_->ended(id_, !exchange.failed()); }

 private:
  std::shared_ptr<Aggregator> aggregator_;
  std::string id_;
};

void Aggregator::store(Batch& batch, const std::string&, Group& group, std::string bytes) const {
  batch.changes.push_back({Change::Kind::Put, repository_.name, member_key(group.number, ++group.stored), std::move(bytes)});
}

void Aggregator::forget_members(Batch& batch, const Group& group) const {
  for (std::uint64_t index = 1; index <= group.stored; ++index) batch.changes.push_back({Change::Kind::Remove, repository_.name, member_key(group.number, index)});
}

void Aggregator::store_completed(Batch& batch, const std::string& key, const Group&, Exchange& completed) {
  const std::string id = completed.id().str();
  const Outcome outcome{completed.message, completed.properties, completed.variables, {}, completed.id()};
  batch.changes.push_back({Change::Kind::Put, repository_.name, completed_key(id), encode(key, outcome)});
  unconfirmed_[id] = {};
  completed.on_completion(std::make_unique<Ending>(shared_from_this(), id));
}

Flow Aggregator::commit(Worker& worker, Batch batch, Exchange* waiting) {
  if (batch.changes.empty()) {
    for (Exchange* exchange : batch.ready) worker.post([exchange] { exchange->start(); });
    return Flow::Branch;
  }
  if (batch.confirms != nullptr) batch.changes.push_back(*batch.confirms->repository->confirmation(batch.confirms->key));
  Changes changes = std::move(batch.changes);
  // The aggregator must not be let go last on the medium's thread, which it may hold alive: it goes with the task.
  repository_.medium->write(std::move(changes), [self = shared_from_this(), &worker, batch = std::move(batch), waiting](const Result<>& written) mutable {
    worker.post([self = std::move(self), batch = std::move(batch), waiting, written] { self->committed(batch, waiting, written); });
  });
  return Flow::Suspend;
}

void Aggregator::committed(const Batch& batch, Exchange* waiting, const Result<>& written) {
  if (!written) {
    const Error why(written.error().type(), "the aggregation repository '" + repository_.name + "' cannot be written: " + std::string(written.error().message()));
    {
      const std::lock_guard lock(mutex_);
      broken_ = why;
    }
    for (Exchange* exchange : batch.ready) exchange->discard();
    if (waiting != nullptr) waiting->resume(waiting->fail(why));
    return;
  }
  if (batch.confirms != nullptr) {
    batch.confirms->confirmed = true;
    batch.confirms->repository->joined(batch.confirms->key);
  }
  if (waiting != nullptr) waiting->resume(Flow::Branch);
  for (Exchange* exchange : batch.ready) exchange->start();
}

void Aggregator::ended(const std::string& id, bool well) {
  const std::lock_guard lock(mutex_);
  if (well) {
    unconfirmed_.erase(id);
    repository_.medium->write({{Change::Kind::Remove, repository_.name, completed_key(id)}}, nullptr);
    return;
  }
  const auto found = unconfirmed_.find(id);
  if (found != unconfirmed_.end()) found->second.busy = false;
  recover_later(repository_.recovery_interval);
}

void Aggregator::loaded(Intake& intake, const AggregateOptions& options) {
  if (intake.worker().index() != 0) return;
  const std::lock_guard lock(mutex_);
  home_ = &intake;
  home_options_ = &options;
  if (!repository_.rows.empty()) restore(intake, options);
  if (!unconfirmed_.empty()) recover_later(kFirstRecovery);
}

void Aggregator::unloaded(const AggregateOptions& options) {
  const std::lock_guard lock(mutex_);
  if (home_options_ != &options) return;
  home_ = nullptr;
  home_options_ = nullptr;
}

void Aggregator::stopping(Intake& intake, const AggregateOptions& options) {
  const std::lock_guard lock(mutex_);
  if (groups_.empty() || (!options.force_on_stop && !options.complete_all_on_stop)) return;
  Exchange& look = intake.prepare(nobody, 0);
  const RouteLease here = look.lease_route();
  look.discard();
  if (options.force_on_stop) {
    Batch batch;
    complete_all(intake.worker(), here, options, "force", batch);
    commit(intake.worker(), std::move(batch), nullptr);
  } else {
    stops_.push_back(&intake.worker().prepare_detached(here, options.body.from));
  }
  release(here.program);
}

void Aggregator::release_stop() {
  for (Exchange* holds : std::exchange(stops_, {})) holds->worker().post([holds] { holds->discard(); });
}

// The messages are joined as they were before the restart; timeouts begin anew.
void Aggregator::restore(Intake& intake, const AggregateOptions& options) {
  Exchange& stand_in = intake.prepare(nobody, 0);
  for (const Stored& row : std::exchange(repository_.rows, {})) {
    if (row.key.starts_with(kCompleted)) unconfirmed_[row.key.substr(kCompleted.size())] = {.busy = false};
    if (row.key.starts_with(kMember)) restore_member(stand_in, options, row);
  }
  const RouteLease here = stand_in.lease_route();
  for (auto& [key, group] : groups_) {
    const std::int64_t size = std::exchange(group.size, 1);  // watch() looks for a new group
    (void)set_timeout(stand_in, options, group);
    watch(key, group, options);
    group.size = size;
  }
  if (!groups_.empty() && options.interval.count() > 0) start_interval(intake.worker(), here, options);
  release(here.program);
  stand_in.discard();
}

void Aggregator::restore_member(Exchange& stand_in, const AggregateOptions& options, const Stored& row) {
  Result<Decoded> decoded = decode(row.value);
  if (!decoded) {
    stand_in.context().report(LogLevel::Error, "a message of aggregation repository '" + repository_.name + "' cannot be read: " + std::string(decoded.error().message()));
    return;
  }
  Group& group = groups_[decoded->label];
  if (group.worker == nullptr) {
    group.worker = &stand_in.worker();
    group.home = stand_in.lease_route();
  }
  group.number = group_of(row.key);
  group.stored = index_of(row.key);
  numbers_ = std::max(numbers_, group.number);
  stand_in.message = decoded->outcome.message;
  stand_in.properties = decoded->outcome.properties;
  options.strategy->aggregate(group.result, std::move(decoded->outcome), stand_in);
  ++group.size;
}

void Aggregator::recover_later(std::chrono::milliseconds pause) {
  if (!repository_.recovers || home_ == nullptr || std::exchange(recovery_runs_, true)) return;
  Worker& worker = home_->worker();
  worker.post([self = shared_from_this(), &worker, pause] { worker.after(pause, [self] { self->recover(); }); });
}

// On the first worker. What waits to be delivered again is read from the medium, so that it takes no memory until then.
void Aggregator::recover() {
  const std::lock_guard lock(mutex_);
  recovery_runs_ = false;
  if (home_ == nullptr) return;
  for (auto& [id, state] : unconfirmed_) {
    if (std::exchange(state.busy, true)) continue;
    repository_.medium->read(repository_.name, completed_key(id), [self = shared_from_this(), id = id, &worker = home_->worker()](const Result<std::optional<std::string>>& found) mutable {
      worker.post([self = std::move(self), id, found] { self->redeliver(id, found); });
    });
  }
}

void Aggregator::redeliver(const std::string& id, const Result<std::optional<std::string>>& found) {
  const std::lock_guard lock(mutex_);
  Unconfirmed& state = unconfirmed_[id];
  state.busy = false;
  if (home_ == nullptr) return;
  Result<Decoded> decoded = !found ? Result<Decoded>(found.error()) : *found ? decode(**found) : Result<Decoded>(Error("java.io.InvalidObjectException", "it is not there any more"));
  if (!decoded) {
    home_->worker().context().report(LogLevel::Error, "completed exchange " + id + " of aggregation repository '" + repository_.name + "' cannot be read: " + std::string(decoded.error().message()));
    if (found) unconfirmed_.erase(id);
    return;
  }
  state.busy = true;
  const bool exhausted = repository_.maximum_redeliveries > 0 && state.attempts >= repository_.maximum_redeliveries;
  if (!exhausted) ++state.attempts;
  Exchange& look = home_->prepare(nobody, 0);
  const RouteLease here = look.lease_route();
  look.discard();
  const Range range = exhausted ? home_options_->dead_letter : home_options_->body;
  Exchange& exchange = home_->worker().prepare_detached(here, range.from);
  release(here.program);
  exchange.message = std::move(decoded->outcome.message);
  exchange.properties = std::move(decoded->outcome.properties);
  exchange.variables = std::move(decoded->outcome.variables);
  Executor::rename(exchange, decoded->outcome.exchange_id);
  Headers& headers = exchange.message.headers;
  headers.set(Slice::literal(names::kRedelivered), true);
  headers.set(Slice::literal(names::kRedeliveryCounter), static_cast<std::int32_t>(state.attempts));
  if (exhausted) headers.set(Slice::literal(kExhausted), true);
  if (!exhausted && repository_.maximum_redeliveries > 0) headers.set(Slice::literal(names::kRedeliveryMaxCounter), static_cast<std::int32_t>(repository_.maximum_redeliveries));
  exchange.on_completion(std::make_unique<Ending>(shared_from_this(), id));
  exchange.worker().post([&exchange] { exchange.start(); });
}

}  // namespace kamel
