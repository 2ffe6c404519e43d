// Relay: runs bodies one after the other, each with a copy of the message as it came. What the topic and failover load balancers share.
#pragma once

#include <optional>
#include <vector>

#include "engine/exchange.h"
#include "engine/load_balancer.h"
#include "engine/program.h"

namespace kamel {

/// One per exchange, from the pool. Frees itself when it is done.
class Relay : public Origin {
 public:
  Relay(Exchange& parent, const std::vector<Range>& bodies) : parent_(parent), bodies_(bodies) {}
  virtual ~Relay() = default;
  /// For a step: `return (new MyRelay(…))->run()`.
  Flow run();
  void settled(Exchange& copy, Ticket index) noexcept override;
  static void* operator new(std::size_t bytes) { return pool::allocate(bytes); }
  static void operator delete(void* memory, std::size_t bytes) noexcept { pool::release(memory, bytes); }

 protected:
  /// The body to begin with; nullopt: none.
  virtual std::optional<std::size_t> first() = 0;
  /// The one after `copy` has ended; nullopt: it was the last, and `flow_` says how it went.
  virtual std::optional<std::size_t> next(Exchange& copy, std::size_t index) = 0;
  std::size_t count() const noexcept { return bodies_.size(); }
  Exchange& parent_;
  Flow flow_ = Flow::Branch;

 private:
  bool pump();
  const std::vector<Range>& bodies_;
  std::optional<std::size_t> coming_;
  bool open_ = false, running_ = false;
};

/// Each body once; a failure ends it. The message goes on as it was.
class Topic final : public Relay {
 public:
  using Relay::Relay;

 private:
  std::optional<std::size_t> first() override { return count() == 0 ? std::nullopt : std::optional<std::size_t>(0); }
  std::optional<std::size_t> next(Exchange& copy, std::size_t index) override;
};

struct FailoverOptions {
  std::vector<std::string> classes;  // empty: all
  std::int64_t attempts = -1;        // how often to move on; -1: no limit
  bool in_turn = false, sticky = false;
};

/// Bodies until one does well; the message becomes what the last one made of it.
class Failover final : public Relay {
 public:
  Failover(Exchange& parent, const std::vector<Range>& bodies, const FailoverOptions& options, BalancerState& state)
      : Relay(parent, bodies), options_(options), state_(state) {}

 private:
  std::optional<std::size_t> first() override;
  std::optional<std::size_t> next(Exchange& copy, std::size_t index) override;
  bool moves_on(const Error& error) const;
  std::optional<std::size_t> behind(std::size_t index);
  const FailoverOptions& options_;
  BalancerState& state_;
  std::int64_t attempts_ = 0;
};

}  // namespace kamel
