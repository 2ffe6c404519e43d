// Worker: one thread, one loop, and the exchanges that live on it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/exchange.h"

namespace boost::asio {
class io_context;
}

namespace kamel {

class Context;
class Step;
class VirtualTime;

class Worker {
 public:
  /// With `time`, which outlives it, the worker lives in that instead of the machine's time.
  Worker(Context& context, unsigned index, VirtualTime* time = nullptr);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  unsigned index() const noexcept { return index_; }
  Context& context() const noexcept { return context_; }
  /// The worker whose thread this is; nullptr on other threads.
  static Worker* current() noexcept;

  /// Runs `task` on the loop, soon. Any thread. Tasks own what they touch.
  void post(std::function<void()> task);
  using TimerId = std::uint64_t;
  /// Runs `task` after `delay`. This worker's thread only, as is `cancel`.
  TimerId after(std::chrono::milliseconds delay, std::function<void()> task);
  /// Whether the task had not run yet, and now never will.
  bool cancel(TimerId timer);
  /// Runs `job` on a small pool of threads (it may block), then `done` on this loop. This worker's thread only.
  void offload(std::function<void()> job, std::function<void()> done);

  /// For connectors: their sockets and descriptors live here. Include <boost/asio/io_context.hpp> to use it.
  boost::asio::io_context& io() noexcept;

  /// An empty exchange from the pool.
  Exchange& acquire();
  void recycle(Exchange& exchange) noexcept;
  /// An exchange that runs a program of its own, outside any route (a send from outside, a wire tap).
  Exchange& prepare(LoadedProgram* program, Origin& origin, Pattern pattern);
  /// Exchanges that are alive on this worker, children included.
  std::size_t alive() const noexcept { return alive_; }

  /// An empty exchange that runs code of a route from `pc`, that nobody waits for, and that holds a credit of the route.
  Exchange& prepare_detached(const RouteLease& lease, std::uint32_t pc);
  /// Keeps an object that exchanges may still point to (a removed route's intake) until none is alive.
  void retire(std::shared_ptr<void> object);

  /// The producers of dynamic endpoints that this worker used lately, by URI (see dynamic_producer.cpp).
  struct UriHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view uri) const noexcept { return std::hash<std::string_view>()(uri); }
  };
  struct RecentProducer {
    std::shared_ptr<const Step> step;
    Slice endpoint;  // the URI as Camel prints it
  };
  using RecentProducers = std::unordered_map<std::string, RecentProducer, UriHash, std::equal_to<>>;
  RecentProducers& recent_producers() noexcept { return recent_producers_; }
  /// Forgets them, when the routes have changed. Exchanges that wait in one keep it.
  void forget_producers();

  /// What is bound to a name on this worker (see Context::entry): a direct consumer's intake. nullptr: nobody.
  Intake* entry(std::uint32_t index) const noexcept { return index < entries_.size() ? entries_[index] : nullptr; }
  /// This worker's thread only.
  void bind(std::uint32_t index, Intake* intake);

  void run();   // the thread's body
  void stop();  // any thread: `run` returns after the task it is in

 private:
  struct Loop;
  Context& context_;
  unsigned index_;
  std::unique_ptr<Loop> loop_;
  std::vector<Intake*> entries_;
  std::vector<Exchange*> pool_;
  std::vector<std::shared_ptr<void>> retired_;
  RecentProducers recent_producers_;
  std::size_t alive_ = 0;
};

/// A T for each worker (one where an expression is evaluated without a runtime), made when a worker first asks. Only that worker touches it, so it needs no lock.
template <class T>
class PerWorker {
 public:
  using Make = std::function<std::unique_ptr<T>(Worker&)>;
  PerWorker(std::size_t workers, Make make) : make_(std::move(make)), items_(workers != 0 ? workers : 1) {}
  T& at(Worker& worker) const {
    auto& item = items_[worker.index()];
    if (!item) item = make_(worker);
    return *item;
  }

 private:
  Make make_;
  mutable std::vector<std::unique_ptr<T>> items_;
};

}  // namespace kamel
