// MockBoard: what has arrived at the mock endpoints of a context.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/context.h"
#include "engine/exchange.h"

namespace kamel::connectors {

/// An exchange as it was on arrival at a mock endpoint. Its lists and maps are its own: any thread may read it.
struct MockArrival {
  Message message;
  ExchangeProperties properties;  // CamelToEndpoint included
  Variables variables;
  Error exception;
  bool rollback_only = false;
  bool rollback_only_last = false;
  bool route_stop = false;
  std::uint64_t number = 0;  // among those of its endpoint, from 1
};

/// The board of one context. Mocks only count until somebody wants to see what arrived: a mock in a route that runs for weeks must not keep
/// its messages. All calls from any thread.
class MockBoard {
 public:
  static std::shared_ptr<MockBoard> of(Context& context);

  /// Keep (or no longer keep) what arrives from now on.
  void record(bool on);
  bool recording() const;
  /// Endpoint names ("mock:out", "mock:a?retainFirst=5") with what they keep, in alphabetical order; those that received nothing as well.
  std::map<std::string, std::vector<MockArrival>> all() const;
  std::vector<MockArrival> arrived(const std::string& endpoint) const;
  /// How many arrived, kept or not.
  std::uint64_t count(const std::string& endpoint) const;
  /// Waits until `endpoint` has received that many. Whether it has. Not from a worker.
  bool wait(const std::string& endpoint, std::uint64_t count, std::chrono::milliseconds at_most) const;
  /// Forgets all arrivals and counts.
  void clear();

  /// How much of what arrives an endpoint keeps; below 0: all of it.
  struct Retain {
    std::int64_t first = -1;
    std::int64_t last = -1;
  };
  /// For the component: makes the endpoint known.
  void add(const std::string& endpoint, Retain retain);
  /// For the component: the number of this arrival, from 1.
  std::uint64_t arrive(const std::string& endpoint, const Exchange& exchange);
  /// For the component: an arrival, if it is kept, becomes what its exchange is now.
  void update(const std::string& endpoint, std::uint64_t number, const Exchange& exchange);

 private:
  struct Endpoint {
    Retain retain;
    std::uint64_t count = 0;
    std::vector<MockArrival> first;
    std::deque<MockArrival> last;
  };
  static std::vector<MockArrival> kept(const Endpoint& endpoint);

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool recording_ = false;
  std::map<std::string, Endpoint> endpoints_;
};

}  // namespace kamel::connectors
