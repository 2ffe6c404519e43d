#include "kamel-cli/run/running.h"

#include <poll.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "connectors/kafka/embedded.h"
#include "kamel-cli/run/drain.h"
#include "kamel-cli/run/local_runtime.h"
#include "kamel-cli/run/report.h"
#include "kamel-cli/start_time.h"

namespace kamel::cli {
namespace {

constexpr unsigned short kObservePort = 9876;
constexpr std::chrono::milliseconds kQuiet{5};         // how long a save may take to come to rest
constexpr std::chrono::milliseconds kLimitPolling{5};  // how often --max-messages is looked at

// Whether what keeps the routes from starting lies in the world, not in the text.
bool is_world(const Diagnostics& diagnostics) {
  return std::ranges::all_of(diagnostics.list(), [](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::Warning || Error(diagnostic.java_class, "").is_a("java.io.IOException");
  });
}

// What only the command line knows: which option helps.
Diagnostics with_hints(const Diagnostics& diagnostics) {
  Diagnostics out;
  for (Diagnostic diagnostic : diagnostics.list()) {
    if (diagnostic.hint.empty() && diagnostic.java_class == "java.net.BindException")
      diagnostic.hint = "another process has it; --port takes another one";
    out.add(std::move(diagnostic));
  }
  return out;
}

}  // namespace

Running::Running(const Registry& registry, RunOptions options) : options_(std::move(options)), paint_(stderr) {
  const unsigned workers = options_.workers == 0 ? processors() : options_.workers;
  runtime_ = local_runtime(registry, options_.load.name.empty() ? "kamel" : options_.load.name, workers);
  runtime_->context().set_log(log_sink({parse_log_level(options_.log_level, LogLevel::Info), options_.log_format == "json", paint_.on()}));
  if (options_.dev) watcher_ = std::make_unique<Watcher>(options_.load.files);
}

Running::~Running() = default;

Running::Outcome Running::apply_files(Applied& applied) {
  Diagnostics diagnostics;
  Declared declared = load(options_.load, diagnostics);
  if (watcher_) watcher_->watch(declared.folders);
  read_limits(declared.set.properties);
  if (!running_ && options_.dev) {
    for (const std::string& url : declared.urls) say(paint_.yellow("warning") + ": " + url + " is not watched for changes: it is a URL");
  }
  const bool empty = declared.set.routes.empty() && declared.set.elements.empty() && declared.set.templates.empty();
  if (empty && !diagnostics.has_errors()) {
    diagnostics.error({}, "there is no route in what was given", "`kamel init hello.yaml` writes a first one");
  }
  if (diagnostics.has_errors())
    runtime_->check(std::move(declared.set), diagnostics);  // so that all errors are told at once
  else
    applied = runtime_->apply(std::move(declared.set), diagnostics);
  print(with_hints(diagnostics).text(paint_.on()), stderr);
  if (diagnostics.has_errors()) return is_world(diagnostics) ? Outcome::Failed : Outcome::Invalid;
  return applied.ok ? Outcome::Applied : Outcome::Failed;
}

void Running::read_limits(const Properties& properties) {
  if (running_) return;
  if (options_.max_messages == 0)
    options_.max_messages = std::strtoull(properties.get("camel.main.durationMaxMessages").value_or("0").c_str(), nullptr, 10);
  if (options_.max_seconds == 0)
    options_.max_seconds = std::strtod(properties.get("camel.main.durationMaxSeconds").value_or("0").c_str(), nullptr);
}

int Running::start() {
  Applied applied;
  const Outcome outcome = apply_files(applied);
  started_ = std::chrono::steady_clock::now();
  running_ = outcome == Outcome::Applied;
  if (running_) {
    tell_start();
    start_observing();
    return kOk;
  }
  if (options_.dev) {
    broken_ = true;
    say(paint_.yellow("waiting for a save that mends this") + " (Ctrl-C ends)");
    return kOk;
  }
  return outcome == Outcome::Invalid ? kRouteErrors : kFailure;
}

void Running::tell_start() {
  print(route_lines(runtime_->status(), paint_), stderr);
  say("Routes started in " + std::to_string((since_start().count() + 500) / 1000) + " ms");
  tell_broker();
}

void Running::tell_broker() {
  const std::optional<std::string> address = kafka::EmbeddedKafka::running(runtime_->context());
  if (!address || told_broker_) return;
  told_broker_ = true;
  say("Kafka: no broker is configured, so one runs inside: " + *address + " (camel.component.kafka.brokers names a real one)");
}

void Running::start_observing() {
  if (observe_) return;
  const std::string host = !options_.observe_host.empty() ? options_.observe_host : in_cluster() ? "0.0.0.0" : "127.0.0.1";
  auto server = ObserveServer::start(*runtime_, host, options_.observe_port.value_or(kObservePort));
  const bool taken = !server;
  if (taken && !options_.observe_port) server = ObserveServer::start(*runtime_, host, 0);
  if (!server) {
    say(paint_.yellow("warning") + ": no health and metrics: " + std::string(server.error().message()) +
        "; --observe-port 0 takes any free port");
    return;
  }
  observe_ = std::move(*server);
  const std::string note = taken ? " (port " + std::to_string(kObservePort) + " is taken)" : "";
  say(paint_.dim("health and metrics: http://" + (host == "0.0.0.0" ? "127.0.0.1" : host) + ":" + std::to_string(observe_->port()) +
                 "/observe/health" + note));
}

void Running::reload() {
  Applied applied;
  const Outcome outcome = apply_files(applied);
  if (outcome != Outcome::Applied) {
    broken_ = true;
    say(running_ ? paint_.yellow("not reloaded") + ": the last good version keeps running"
                 : paint_.yellow("still waiting for a save that mends this"));
    return;
  }
  const bool first = !std::exchange(running_, true);
  const bool mended = std::exchange(broken_, false);
  if (first) {
    print(route_lines(runtime_->status(), paint_), stderr);
    say("Routes started in " + duration_text(applied.took));
    tell_broker();
    return start_observing();
  }
  tell_broker();
  const std::string change = change_text(applied, paint_);
  if (!change.empty())
    say(change);
  else if (mended)
    say(paint_.green("mended") + ": as what is running");
}

bool Running::limit_reached() const {
  if (options_.max_messages != 0 && runtime_->completed() >= options_.max_messages) return true;
  const std::chrono::duration<double> ran = std::chrono::steady_clock::now() - started_;
  return options_.max_seconds > 0 && ran.count() >= options_.max_seconds;
}

void Running::wait() {
  pollfd entries[2] = {{signals_.fd(), POLLIN, 0}, {watcher_ ? watcher_->fd() : -1, POLLIN, 0}};
  while (!limit_reached()) {
    const double left = options_.max_seconds > 0
                            ? options_.max_seconds - std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count()
                            : 3600;
    auto timeout = static_cast<int>(std::ceil(std::clamp(left, 0.0, 3600.0) * 1000));
    if (options_.max_messages != 0) timeout = std::min(timeout, static_cast<int>(kLimitPolling.count()));
    if (poll(entries, 2, timeout) <= 0) continue;
    if ((entries[0].revents & POLLIN) != 0 && signals_.take() != 0) return;
    if ((entries[1].revents & POLLIN) != 0 && watcher_->take(kQuiet)) reload();
  }
}

int Running::drain() {
  signals_.quit_on_next();
  if (observe_) observe_->draining();
  return cli::drain(*runtime_, options_.drain_seconds, paint_);
}

int Running::run() {
  if (const int failed = start(); failed != kOk) return failed;
  if (options_.dev && running_) say(paint_.dim("watching for changes (Ctrl-C ends)"));
  wait();
  return drain();
}

}  // namespace kamel::cli
