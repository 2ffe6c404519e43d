#include "engine/runtime.h"

#include <algorithm>
#include <condition_variable>
#include <future>
#include <iterator>
#include <latch>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "engine/assembler.h"
#include "engine/glue.h"
#include "engine/metrics.h"
#include "engine/preconditions.h"
#include "engine/route_control.h"
#include "engine/route_statistics.h"
#include "engine/running_route.h"
#include "engine/worker.h"

namespace kamel {

struct Runtime::State {
  explicit State(const Registry& registry, RuntimeOptions given) : options(std::move(given)), context(registry, options.name) {}
  RuntimeOptions options;
  Context context;
  std::vector<std::thread> threads;
  std::mutex mutex;               // one apply or drain at a time
  mutable std::mutex look_mutex;  // guards the next three for who looks at them meanwhile; held for moments only, never while anything is awaited
  RunningRoutes routes;
  RunningRoutes leaving;               // removed or replaced, and still being drained
  std::uint64_t completed_before = 0;  // exchanges of routes that are gone
  std::vector<RunningRoutes> unfinished;  // had not ended when their drain was given up: their sources and intakes may still be in use
  std::shared_ptr<const RouteSet> set = std::make_shared<const RouteSet>();  // written under both mutexes: apply() reads it under `mutex`, sender() under `senders_mutex`
  std::vector<std::unique_ptr<RouteSource>> unfinished_sources;  // the same for sources of routes that were stopped
  std::uint64_t generation = 0;
  std::mutex senders_mutex;
  std::unordered_map<std::string, std::shared_ptr<const Program>> senders;  // `to: uri` programs for send()
  std::atomic<unsigned> next_sender{0};
  std::shared_ptr<const Program> sender(const std::string& uri, Diagnostics& diagnostics);
  bool start_new(std::vector<RunningRoute*>& fresh, Diagnostics& diagnostics);
  void swap_programs(const std::vector<CompiledRoute>& compiled, const RouteDiff& diff);
  void replace(const RouteDiff& diff, RunningRoutes fresh);
  void drain_leaving();
  RouteControl::Runtime control();
  Result<> act(const std::string& id, RouteControl::Action action);
  Result<> start_again(RunningRoute& route);
  void stop(RunningRoute& route);
  std::string state_of(const std::string& id) const;
};

namespace {

/// Runs `task` on every worker and waits until all have.
template <class Task>
void on_workers(Context& context, Task task) {
  std::latch done(static_cast<std::ptrdiff_t>(context.workers().size()));
  for (const auto& worker : context.workers()) {
    worker->post([&, target = worker.get()] {
      task(*target);
      done.count_down();
    });
  }
  done.wait();
}

/// Told of the end of one send().
class Reply final : public Origin {
 public:
  explicit Reply(std::function<void(Exchange&)> done) : done_(std::move(done)) {}
  void settled(Exchange& exchange, Ticket) noexcept override {
    done_(exchange);
    delete this;
  }

 private:
  ~Reply() = default;
  std::function<void(Exchange&)> done_;
};

bool is_in(const std::vector<std::string>& ids, const std::string& id) { return std::ranges::find(ids, id) != ids.end(); }

void fill(RunningRoute& route, CompiledRoute& compiled, const RuntimeOptions& options, Context& context) {
  route.id = compiled.decl->id;
  route.program = compiled.program;
  for (const auto& worker : context.workers()) route.intakes.push_back(std::make_shared<Intake>(*worker, route.id, options.credits));
  route.source = std::move(compiled.source);
  route.mark = compiled.decl->mark;
  route.internal = route.is_internal(context.registry());
}

void load(RunningRoute& route, Context& context) {
  on_workers(context, [&](Worker& worker) { route.intakes[worker.index()]->swap(route.program); });
}

}  // namespace

Runtime::Runtime(const Registry& registry, RuntimeOptions options) : state_(std::make_unique<State>(registry, std::move(options))) {
  State& s = *state_;
  for (unsigned i = 0; i < std::max(1U, s.options.workers); ++i) s.context.workers_.push_back(std::make_unique<Worker>(s.context, i, s.options.time.get()));
  for (const auto& worker : s.context.workers_) s.threads.emplace_back([target = worker.get()] { target->run(); });
  RouteControl::of(s.context)->bind(s.control());
}

Runtime::~Runtime() {
  drain(std::chrono::milliseconds(0));
  State& s = *state_;
  RouteControl::of(s.context)->bind(std::nullopt);
  for (const auto& worker : s.context.workers_) worker->stop();
  for (std::thread& thread : s.threads) thread.join();
  s.senders.clear();
  s.routes.clear();
  s.unfinished.clear();
  s.unfinished_sources.clear();
  s.context.close();
}

Context& Runtime::context() noexcept { return state_->context; }

void Runtime::check(RouteSet set, Diagnostics& diagnostics) {
  State& s = *state_;
  const std::lock_guard lock(s.mutex);
  const auto before = s.context.properties();
  s.context.set_properties(set.properties);
  leave_out_unwanted(set, s.context, diagnostics);
  compile(set, s.context, diagnostics);
  s.context.set_properties(*before);
}

// All or none: a source that cannot start takes the others of this apply with it.
bool Runtime::State::start_new(std::vector<RunningRoute*>& fresh, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    RunningRoute& route = *fresh[i];
    load(route, context);
    if (!route.program->auto_startup) continue;
    const Result<> started = route.start();
    if (started) continue;
    diagnostics.error(route.mark, "route '" + route.id + "' cannot start: " + std::string(started.error().message()), {}, std::string(started.error().type()));
    for (std::size_t k = 0; k < i; ++k) stop_sources({fresh[k]}, std::chrono::seconds(5));
    return false;
  }
  return true;
}

void Runtime::State::swap_programs(const std::vector<CompiledRoute>& compiled, const RouteDiff& diff) {
  for (const CompiledRoute& route : compiled) {
    if (!is_in(diff.swapped, route.decl->id)) continue;
    RunningRoute& running = routes.at(route.decl->id);
    {
      const std::lock_guard lock(look_mutex);
      running.program = route.program;
    }
    load(running, context);
  }
}

void Runtime::State::replace(const RouteDiff& diff, RunningRoutes fresh) {
  const std::lock_guard lock(look_mutex);
  for (const auto* ids : {&diff.removed, &diff.restarted}) {
    for (const std::string& id : *ids) {
      if (auto old = routes.extract(id)) leaving.insert(std::move(old));
    }
  }
  routes.merge(fresh);
}

// Their counts stay in the sum; their intakes go to the workers.
void Runtime::State::drain_leaving() {
  std::vector<RunningRoute*> to_stop;
  for (auto& [id, route] : leaving) to_stop.push_back(&route);
  const bool all = stop_sources(to_stop, std::chrono::seconds(30));
  RunningRoutes gone;
  {
    const std::lock_guard lock(look_mutex);
    for (const auto& [id, route] : leaving) completed_before += route.completed();
    gone.swap(leaving);
  }
  if (!all) {
    unfinished.push_back(std::move(gone));
    return;
  }
  for (auto& [id, route] : gone) route.retire(context);
}

Applied Runtime::apply(RouteSet set, Diagnostics& diagnostics) {
  State& s = *state_;
  const std::lock_guard lock(s.mutex);
  const auto began = std::chrono::steady_clock::now();
  Applied applied;
  applied.generation = s.generation;
  const auto old_properties = s.context.properties();
  s.context.set_properties(set.properties);
  leave_out_unwanted(set, s.context, diagnostics);
  std::vector<CompiledRoute> compiled = diagnostics.has_errors() ? std::vector<CompiledRoute>() : compile(set, s.context, diagnostics);
  if (diagnostics.has_errors()) {
    s.context.set_properties(*old_properties);
    return applied;
  }
  applied.diff = diff(*s.set, set);
  // New sources first: nothing of the old has changed yet if one of them cannot start.
  RunningRoutes fresh;
  std::vector<RunningRoute*> to_start;
  for (CompiledRoute& route : compiled) {
    if (!is_in(applied.diff.added, route.decl->id) && !is_in(applied.diff.restarted, route.decl->id)) continue;
    RunningRoute& made = fresh[route.decl->id];
    fill(made, route, s.options, s.context);
    to_start.push_back(&made);
  }
  std::ranges::stable_sort(to_start, [](const RunningRoute* a, const RunningRoute* b) { return a->internal && !b->internal; });
  if (!s.start_new(to_start, diagnostics)) {
    s.context.set_properties(*old_properties);
    return applied;
  }
  s.swap_programs(compiled, applied.diff);
  s.replace(applied.diff, std::move(fresh));
  applied.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
  const auto now = std::make_shared<const RouteSet>(std::move(set));
  s.context.set_routes(now);
  on_workers(s.context, [](Worker& worker) { worker.forget_producers(); });
  {
    const std::lock_guard senders(s.senders_mutex);
    s.set = now;
    s.senders.clear();
  }
  s.drain_leaving();
  applied.generation = ++s.generation;
  applied.ok = true;
  return applied;
}

// What a stopped source starts with is gone: a route that starts again gets a new one.
Result<> Runtime::State::start_again(RunningRoute& route) {
  if (!route.source) {
    Diagnostics diagnostics;
    for (CompiledRoute& compiled : compile(*set, context, diagnostics)) {
      if (compiled.decl->id == route.id) route.source = std::move(compiled.source);
    }
    if (!route.source) return Error("org.apache.camel.FailedToStartRouteException", "route '" + route.id + "' has no source any more");
  }
  return route.start();
}

void Runtime::State::stop(RunningRoute& route) {
  route.suspended = false;
  if (!stop_sources({&route}, std::chrono::seconds(30))) unfinished_sources.push_back(std::move(route.source));
  route.source = nullptr;
}

Result<> Runtime::State::act(const std::string& id, RouteControl::Action action) {
  using Action = RouteControl::Action;
  const std::lock_guard lock(mutex);
  const auto found = routes.find(id);
  if (found == routes.end()) return {};
  RunningRoute& route = found->second;
  if (action == Action::Stop) {
    if (route.started) stop(route);
  } else if (!route.started) {
    if (action != Action::Suspend) return start_again(route);
  } else if (const bool pauses = action == Action::Suspend; pauses != route.suspended) {
    route.suspended = pauses;
    route.source->pause(pauses);
    on_workers(context, [](Worker&) {});  // which pause by tasks: theirs have run, then
  }
  return {};
}

std::string Runtime::State::state_of(const std::string& id) const {
  const std::lock_guard lock(look_mutex);
  const auto found = routes.find(id);
  return found == routes.end() ? "" : found->second.status().state;
}

RouteControl::Runtime Runtime::State::control() {
  return {.act = [this](const std::string& id, RouteControl::Action action) { return act(id, action); },
          .state = [this](const std::string& id) { return state_of(id); },
          .statistics =
              [this](const std::string& id) {
                const std::lock_guard lock(look_mutex);
                return route_statistics(routes, id, context.name());
              }};
}

bool Runtime::drain(std::chrono::milliseconds deadline) {
  State& s = *state_;
  const std::lock_guard lock(s.mutex);
  const auto end = std::chrono::steady_clock::now() + deadline;
  bool all = true;
  for (const bool internal : {false, true}) {
    std::vector<RunningRoute*> phase;
    for (auto& [id, route] : s.routes) {
      if (route.internal == internal) phase.push_back(&route);
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    all = stop_sources(phase, std::max(left, std::chrono::milliseconds(0))) && all;
  }
  return all;
}

std::shared_ptr<const Program> Runtime::State::sender(const std::string& uri, Diagnostics& diagnostics) {
  const std::lock_guard lock(senders_mutex);
  auto& program = senders[uri];
  if (program) return program;
  Assembler assembler(context, *set, "", diagnostics);
  const Assembler::Unguarded unguarded(assembler);
  assembler.emit_to(uri, nullptr, {});
  assembler.emit_return();
  program = assembler.finish();
  if (!diagnostics.has_errors()) return program;
  senders.erase(uri);
  return nullptr;
}

Result<> Runtime::send(const std::string& uri, Pattern pattern, std::function<void(Exchange&)> prepare, std::function<void(Exchange&)> done) {
  State& s = *state_;
  Diagnostics diagnostics;
  auto program = s.sender(uri, diagnostics);
  if (!program) {
    const Diagnostic& why = diagnostics.list().front();
    return Error(why.java_class.empty() ? "org.apache.camel.ResolveEndpointFailedException" : why.java_class, why.message);
  }
  Worker& worker = *s.context.workers()[s.next_sender++ % s.context.workers().size()];
  worker.post([&worker, pattern, program = std::move(program), prepare = std::move(prepare), done = std::move(done)]() mutable {
    auto* loaded = new LoadedProgram{.program = std::move(program), .current = false};
    Exchange& exchange = worker.prepare(loaded, *new Reply(std::move(done)), pattern);
    prepare(exchange);
    exchange.start();
  });
  return {};
}

Result<> Runtime::send_and_wait(const std::string& uri, Pattern pattern, const std::function<void(Exchange&)>& prepare,
                                const std::function<void(Exchange&)>& done) {
  const auto ended = std::make_shared<std::promise<void>>();
  const Result<> sent = send(uri, pattern, prepare, [&done, ended](Exchange& exchange) {
    done(exchange);
    exchange.worker().post([ended] { ended->set_value(); });  // when the exchange is gone: what `done` took of it is the caller's alone
  });
  if (sent) ended->get_future().wait();
  return sent;
}

std::vector<RouteStatus> Runtime::status() const {
  const std::lock_guard lock(state_->look_mutex);
  std::vector<RouteStatus> list;
  for (const auto& [id, route] : state_->routes) list.push_back(route.status());
  return list;
}

std::string Runtime::metrics() const {
  const std::lock_guard lock(state_->look_mutex);
  return prometheus_text(state_->routes);
}

std::vector<StepRuns> Runtime::steps() const {
  const std::lock_guard lock(state_->look_mutex);
  std::vector<StepRuns> list;
  for (const auto& [id, route] : state_->routes) std::ranges::move(step_runs(route), std::back_inserter(list));
  return list;
}

bool Runtime::healthy() const {
  const std::lock_guard lock(state_->look_mutex);
  return std::ranges::all_of(state_->routes, [](const auto& entry) { return entry.second.started || !entry.second.program->auto_startup; });
}

std::size_t Runtime::in_flight() const {
  const std::lock_guard lock(state_->look_mutex);
  std::size_t sum = 0;
  for (const auto* routes : {&state_->routes, &state_->leaving}) {
    for (const auto& [id, route] : *routes) sum += route.status().in_flight;
  }
  return sum;
}

std::uint64_t Runtime::completed() const {
  const std::lock_guard lock(state_->look_mutex);
  std::uint64_t sum = state_->completed_before;
  for (const auto* routes : {&state_->routes, &state_->leaving}) {
    for (const auto& [id, route] : *routes) sum += route.completed();
  }
  return sum;
}

}  // namespace kamel
