// Saga: work in several steps, each of which says how it is confirmed and how it is undone. Kept in memory, as by Camel's
// InMemorySagaService.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dsl/source.h"
#include "engine/exchange.h"

namespace kamel {

class Assembler;
class Context;

/// The header that tells which saga a message belongs to.
inline constexpr std::string_view kSagaHeader = "Long-Running-Action";

/// What an InMemorySagaService bean may be told.
struct SagaRetry {
  std::int64_t attempts = 5;
  std::chrono::milliseconds delay{5000};
};

/// One route's part in a saga. Its sends are code of the route's program, which it holds.
struct SagaPart {
  const void* step = nullptr;  // which step it is: parts of the same one share their options, so that the last ones count for all
  RouteLease lease;
  Worker* worker = nullptr;
  std::optional<std::uint32_t> completion, compensation;
  Headers headers;          // the options; their values belong to no worker
  std::uint64_t timer = 0;  // on the part's worker; 0: none
};

class Saga : public std::enable_shared_from_this<Saga> {
 public:
  enum class Status : std::uint8_t { Running, Compensating, Compensated, Completing, Completed };
  Saga(Context& context, std::string id, SagaRetry retry) : context_(context), id_(std::move(id)), retry_(retry) {}
  ~Saga();
  const std::string& id() const noexcept { return id_; }

  /// Adds a part; IllegalStateException when the saga is not running any more. The part's worker. A timeout above 0 compensates the saga
  /// then.
  Result<> join(SagaPart part, std::chrono::milliseconds timeout);
  /// Sends to the completion (or compensation) of each part, the last one first, in the background, trying again those that fail. Nothing
  /// to do when that has been done already; IllegalStateException when the other one has. Any thread.
  Result<> end(bool complete);

 private:
  class Sending;
  void send(std::size_t left, std::int64_t attempt);
  void finish();
  static void give_up(SagaPart& part);
  void share_options(SagaPart& part);

  Context& context_;
  const std::string id_;
  const SagaRetry retry_;
  std::mutex mutex_;
  Status status_ = Status::Running;
  std::vector<SagaPart> parts_;  // unchanged once the saga is not running
};

/// All sagas of an integration. Any thread.
class Sagas {
 public:
  std::shared_ptr<Saga> begin(Context& context, SagaRetry retry);
  /// nullptr when there is none. Of those that have ended the last 10,000 are known.
  std::shared_ptr<Saga> find(const std::string& id);
  void ended(const std::string& id);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<Saga>> sagas_;
  std::deque<std::string> ended_;
};

Sagas& sagas_of(Context& context);

/// The saga service that a step asks for by name, or the only one that `beans:` declares; nullopt after a report.
std::optional<SagaRetry> find_saga_service(const std::string& name, const Mark& mark, Assembler& assembler);

}  // namespace kamel
