// Runtime: runs a set of routes, and turns it into another one while messages flow.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "dsl/route.h"
#include "engine/context.h"
#include "engine/exchange.h"
#include "engine/intake.h"

namespace kamel {

class VirtualTime;

struct RuntimeOptions {
  std::string name = "kamel";
  unsigned workers = 1;
  std::size_t credits = 10'000;  // exchanges in flight per route and worker before its source must wait; few would keep Kafka's batches small
  std::shared_ptr<VirtualTime> time = nullptr;  // what a single worker lives in, for tests; nullptr: the machine's time
};

/// What one `apply` did.
struct Applied {
  bool ok = false;
  std::uint64_t generation = 0;
  RouteDiff diff;
  std::chrono::microseconds took{0};  // until every worker runs the new programs
};

/// One line of `GET /observe/…` and of the start report.
struct RouteStatus {
  std::string id, from_uri, state;  // Started, Suspended, Stopped
  std::uint64_t exchanges = 0, failed = 0, in_flight = 0;
};

/// How often a step of a route has run since the route's last change.
struct StepRuns {
  std::string route, id, name;
  Mark mark;
  std::uint64_t runs = 0;
};

/// `apply`, `check` and `drain` wait for each other; what only looks waits for none of them. Any thread but a worker may call.
class Runtime {
 public:
  Runtime(const Registry& registry, RuntimeOptions options);
  ~Runtime();  // stops at once, without a drain
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  Context& context() noexcept;

  /// Makes the running routes those of `set`. Everything is parsed and compiled first: with any error nothing changes, and `diagnostics` says why.
  /// Unchanged routes are not touched; swapped ones keep their source; removed and restarted ones are drained.
  Applied apply(RouteSet set, Diagnostics& diagnostics);
  /// Only the check: every diagnostic that `apply` would give.
  void check(RouteSet set, Diagnostics& diagnostics);

  /// Stops all sources, waits until the exchanges in flight are settled, at most `deadline`. Whether all were.
  bool drain(std::chrono::milliseconds deadline);

  /// Sends one message to an endpoint and gives the exchange that came back to `done`, on a worker, as Camel's ProducerTemplate.
  /// `prepare` fills the exchange. An endpoint that cannot be created fails here.
  Result<> send(const std::string& uri, Pattern pattern, std::function<void(Exchange&)> prepare, std::function<void(Exchange&)> done);
  /// The same, waiting. Not from a worker.
  Result<> send_and_wait(const std::string& uri, Pattern pattern, const std::function<void(Exchange&)>& prepare, const std::function<void(Exchange&)>& done);

  std::vector<RouteStatus> status() const;
  /// Prometheus text: per route and per step counts, failures, in flight, latency histograms.
  std::string metrics() const;
  /// The steps of all routes, in the order of their programs.
  std::vector<StepRuns> steps() const;
  bool healthy() const;
  std::size_t in_flight() const;
  /// Exchanges that ended since the start, all routes together, those that are gone as well.
  std::uint64_t completed() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kamel
