// CircuitCall: one message's way through a circuit breaker's steps.
#pragma once

#include <memory>
#include <string>

#include "dsl/value.h"
#include "engine/bulkhead.h"
#include "engine/circuit_breaker.h"
#include "engine/exchange.h"
#include "engine/program.h"

namespace kamel {

/// What a circuitBreaker step holds; its program keeps it alive.
struct CircuitOptions {
  CircuitSettings settings;
  std::string id;
  std::vector<std::string> ignored, recorded;  // exception classes; `recorded` empty: all
  bool throws_when_open = false;
  std::chrono::milliseconds timeout{0};  // 0: none
  BulkheadLimits bulkhead;
  Range body;
  std::uint32_t fallback = 0;
  bool has_fallback = false;
  std::shared_ptr<CircuitBreaker> breaker;
  std::shared_ptr<Bulkhead> inside;
};

/// Runs the steps with a copy of the exchange, so that a failure leaves the exchange as it was. Frees itself. Properties and exceptions are
/// those of Camel 4.14's ResilienceProcessor.
class CircuitCall final : public Origin {
 public:
  CircuitCall(Exchange& parent, const CircuitOptions& options) : parent_(parent), options_(options) {}
  /// For the step: `return (new CircuitCall(…))->run()`. Branch: behind the breaker; Jump: into the fallback.
  Flow run();
  void settled(Exchange& child, Ticket ticket) noexcept override;
  static void* operator new(std::size_t bytes) { return pool::allocate(bytes); }
  static void operator delete(void* memory, std::size_t bytes) noexcept { pool::release(memory, bytes); }

 private:
  void enter();
  void entered(bool inside);
  Error not_permitted() const;
  Error bulkhead_full() const;
  void begin();
  void time_out();
  void tell();
  void leave();
  bool is_ignored(const Error& error) const;
  bool is_failure(const Error& error) const;
  Flow succeed(Exchange& child);
  Flow end_with(const Error& error, const Error& caught);
  Flow recover(const Error& error, const Error& caught);
  Flow fall_back(const Error& caught);
  Flow fail(const Error& error, const Error& caught);
  void note(bool successful, bool from_fallback);
  void note_state();
  void set(std::string_view property, bool value);

  Exchange& parent_;
  const CircuitOptions& options_;
  CircuitBreaker::Clock::time_point began_;
  std::uint64_t timer_ = 0;
  Flow flow_ = Flow::Suspend;  // what the step is to return, once known
  bool running_ = true, holds_place_ = false, abandoned_ = false;
};

}  // namespace kamel
