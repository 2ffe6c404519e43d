#include "kamel-cli/cluster/run.h"

#include <poll.h>

#include <cstdio>
#include <thread>

#include "kamel-cli/cluster/logs.h"
#include "kamel-cli/cluster/objects.h"
#include "kamel-cli/cluster/progress.h"
#include "kamel-cli/command.h"
#include "kamel-cli/dev/watcher.h"
#include "kamel-cli/load/inputs.h"
#include "kamel-cli/output/paint.h"
#include "kamel-cli/run/signals.h"

namespace kamel::cli {
namespace {

using namespace std::chrono_literals;

/// The Integration as the files say now; nullopt after telling the errors.
struct Made {
  kube::Object integration;
  Inputs inputs;
};

std::optional<Made> make(const ClusterRun& run) {
  Diagnostics diagnostics;
  Made made;
  made.inputs = read_inputs(run.files, diagnostics);
  std::vector<std::string> words;
  std::optional<kube::Object> integration;
  if (!diagnostics.has_errors()) integration = make_integration(made.inputs.routes, run.flags, words, diagnostics);
  if (tell(diagnostics) || !integration) return std::nullopt;
  if (!words.empty()) {
    std::string command = "kamel run --cluster";
    for (const std::string& file : run.files) command += " " + file;
    for (const std::string& word : words) command += " " + word;
    print("Modeline options have been loaded from source files\nFull command: " + command + "\n", stderr);
  }
  made.integration = std::move(*integration);
  return made;
}

/// One Integration in one cluster.
class Session {
 public:
  explicit Session(Connection& connection) : connection_(connection) {}

  /// Declares it; what was done is told. The exit code.
  int declare(Made made) {
    made.integration.erase("status");
    made.integration["metadata"].get_object()["namespace"] = connection_.space;
    name_ = kube::key_of(made.integration).name;
    const auto done = cli::declare(connection_, kube::resources::integrations, made.integration);
    if (!done) return failed(done.error());
    print("Integration \"" + name_ + "\" " + *done + "\n");
    std::fflush(stdout);
    const auto there = connection_.client.get(kube::resources::integrations, connection_.key(name_));
    generation_ = there ? kube::whole_at(*there, {"metadata", "generation"}) : 0;
    return kOk;
  }

  int wait(std::stop_token stop) { return wait_until_running(connection_, name_, generation_, stop); }

  void begin_logs() {
    logs_ = std::jthread([this](std::stop_token stop) { follow_logs(connection_, name_, -1, stop); });
  }
  void begin_wait() {
    progress_ = std::jthread([this, generation = generation_](std::stop_token stop) { wait_until_running(connection_, name_, generation, stop); });
  }

  void end(bool remove) {
    logs_ = {};
    progress_ = {};
    if (!remove) return;
    print("Run integration terminating\n");
    if (const auto done = connection_.client.remove(kube::resources::integrations, connection_.key(name_)); !done) failed(done.error());
  }

 private:
  Connection& connection_;
  std::string name_;
  std::int64_t generation_ = 0;
  std::jthread logs_, progress_;
};

// Each save is declared, errors leave what runs alone; until Ctrl-C, which deletes what --dev has made.
int develop(const ClusterRun& run, Session& session, Inputs inputs, Signals& signals) {
  for (const std::string& url : inputs.urls) print("Warning: the following URL will not be watched for changes: " + url + "\n", stderr);
  std::vector<std::string> named = run.files;
  Watcher watcher(named);
  watcher.watch(inputs.folders);
  while (true) {
    pollfd ready[] = {{signals.fd(), POLLIN, 0}, {watcher.fd(), POLLIN, 0}};
    if (poll(ready, 2, -1) < 0) continue;
    if (ready[0].revents != 0) {
      signals.take();
      signals.quit_on_next();
      session.end(run.dev);
      return kOk;
    }
    if (!watcher.take(5ms)) continue;
    auto made = make(run);
    if (made && session.declare(std::move(*made)) == kOk && (run.dev || run.wait)) session.begin_wait();
  }
}

int stay(Signals& signals, Session& session) {
  session.begin_logs();
  pollfd ready{signals.fd(), POLLIN, 0};
  while (poll(&ready, 1, -1) < 0) continue;
  signals.take();
  session.end(false);
  return kOk;
}

}  // namespace

int run_in_cluster(ClusterRun run) {
  if (!run.output.empty() && (run.dev || run.sync)) return failed(std::string(run.dev ? "--dev" : "--sync") + " and -o exclude each other");
  auto made = make(run);
  if (!made) return kRouteErrors;
  if (!run.output.empty()) {
    print_objects({made->integration}, run.output);
    return kOk;
  }
  std::optional<Signals> signals;  // before any thread
  if (run.dev || run.sync || run.logs) signals.emplace();
  const auto connection = connect({run.kube_config, run.flags.space});
  if (!connection) return kFailure;
  Session session(*connection);
  Inputs inputs = made->inputs;
  if (const int code = session.declare(std::move(*made)); code != kOk) return code;
  if (run.dev || run.sync) {
    if (run.dev || run.logs) session.begin_logs();
    if (run.dev || run.wait) session.begin_wait();
    return develop(run, session, std::move(inputs), *signals);
  }
  if (run.wait || run.logs) {
    if (const int code = session.wait({}); code != kOk) return code;
  }
  return run.logs ? stay(*signals, session) : static_cast<int>(kOk);
}

}  // namespace kamel::cli
