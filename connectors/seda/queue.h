// SedaQueue: the messages between the routes that send to a seda endpoint and those that consume from it.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/exchange.h"

namespace kamel {
class Intake;
class Worker;
}

namespace kamel::connectors {

/// What became of a message whose sender waits for it. Its lists and maps are its own.
struct SedaResult {
  Message message;
  ExchangeProperties properties;
  Variables variables;
  Error exception;
  Slice to_endpoint;
  bool route_stop = false, rollback_only = false, rollback_only_last = false, redelivery_exhausted = false, handled_stop = false;
  bool has_message = true;  // false: several consumers got it, and none of them answers
};

/// Taken out of an exchange that ends.
SedaResult result_of(Exchange& exchange);

/// A sender that waits: suspended on its worker until it is answered or gives up. Touched by that worker only.
struct SedaWaiting {
  Worker& worker;
  Exchange* exchange;  // nullptr once it has gone on
  std::uint64_t timer = 0;
};

/// A message in a queue: a copy of what was sent, with lists and maps of its own where it may go to another worker.
struct SedaParcel {
  Message message;
  ExchangeProperties properties;
  Variables variables;
  Slice to_endpoint;
  Pattern pattern = Pattern::InOnly;
  std::shared_ptr<SedaWaiting> waiting;  // whom to answer; nullptr: nobody
  /// Holds the completions that go over to the consumer's exchange (as Camel hands them over); nullptr when the sender keeps them.
  struct Carrier {
    void operator()(Exchange* exchange) const noexcept;
  };
  std::unique_ptr<Exchange, Carrier> carrier;
};

/// A bounded queue by name, shared by all routes of a context. All calls from any worker; `wake` functions are called outside the lock and
/// must only post.
class SedaQueue {
 public:
  explicit SedaQueue(std::string name) : name_(std::move(name)) {}

  const std::string& name() const noexcept { return name_; }
  void set_capacity(std::size_t capacity);
  std::size_t capacity() const;
  /// Takes the parcel, unless the queue is full: then false, and the parcel is as it was.
  bool offer(SedaParcel& parcel);
  std::optional<SedaParcel> take();
  std::size_t size() const;
  void purge();

  /// Registers someone to be told, once, when there is something to take, or when there is room. Told at once if there is already.
  void when_filled(std::function<void()> wake);
  void when_room(std::function<void()> wake);
  /// For one that was told and has no use for it any more: tells the next.
  void nudge();

  /// Consumers come and go with their routes.
  void add_consumer() { change_consumers(1); }
  void remove_consumer() { change_consumers(-1); }
  int consumers() const;
  /// The routes that each get a copy (multipleConsumers).
  void join(Intake& intake);
  void leave(Intake& intake);
  std::vector<Intake*> members() const;

 private:
  void change_consumers(int by);
  std::string name_;
  mutable std::mutex mutex_;
  std::size_t capacity_ = 1000;
  int consumers_ = 0;
  std::vector<Intake*> members_;
  std::deque<SedaParcel> parcels_;
  std::deque<std::function<void()>> for_parcels_, for_room_;
};

/// `values` with lists and maps of their own.
template <bool kIgnoreCase>
void detach(NamedValues<kIgnoreCase>& values) {
  for (auto& entry : values) entry.value = entry.value.detached();
}

}  // namespace kamel::connectors
