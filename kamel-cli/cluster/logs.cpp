#include "kamel-cli/cluster/logs.h"

#include <chrono>
#include <list>
#include <map>
#include <mutex>
#include <thread>

#include "kamel-cli/command.h"
#include "kamel-cli/output/paint.h"
#include "operator/integration/desired.h"

namespace kamel::cli {
namespace {

using namespace std::chrono_literals;

/// One thread per pod; lines are whole.
struct Following {
  Connection& connection;
  int tail;
  std::stop_token stop;
  std::mutex mutex;
  std::map<std::string, std::string> seen;  // pod → uid
  std::list<std::jthread> threads;

  void line(std::size_t number, std::string_view text) {
    const std::lock_guard lock(mutex);
    print("[" + std::to_string(number) + "] " + std::string(text) + "\n");
    std::fflush(stdout);
  }

  void follow(const kube::Object& pod) {
    const kube::Key key = kube::key_of(pod);
    const std::string uid = kube::text_at(pod, {"metadata", "uid"});
    if (kube::text_at(pod, {"status", "phase"}) == "Pending" || seen[key.name] == uid) return;
    seen[key.name] = uid;
    const std::size_t number = threads.size() + 1;
    line(number, "Monitoring pod " + key.name);
    std::string container = kube::annotation(pod, "kubectl.kubernetes.io/default-container");
    if (container.empty()) container = "integration";
    const std::string path = kube::resources::pods.path(key, "log") + "?follow=true&container=" + container + (tail < 0 ? "" : "&tailLines=" + std::to_string(tail));
    threads.emplace_back([this, number, path] {
      const auto done = connection.client.follow(path, stop, [&](std::string_view text) { line(number, text); });
      if (!done && !stop.stop_requested()) line(number, "the log ended: " + done.error().text());
    });
  }
};

void pause(std::chrono::milliseconds time, const std::stop_token& stop) {
  for (auto left = time; left > 0ms && !stop.stop_requested(); left -= 50ms) std::this_thread::sleep_for(50ms);
}

}  // namespace

int follow_logs(Connection& connection, const std::string& integration, int tail, std::stop_token stop) {
  Following following{connection, tail, stop, {}, {}, {}};
  const kube::Selection pods{connection.space, std::string(cluster::kIntegrationLabel) + "=" + integration, {}};
  while (!stop.stop_requested()) {
    const auto listed = connection.client.list(kube::resources::pods, pods);
    if (!listed && listed.error().status != 0) return failed(listed.error());
    if (listed) {
      for (const kube::Object& pod : listed->items) following.follow(pod);
    }
    pause(2s, stop);
  }
  return kOk;
}

int follow_logs_when_running(Connection& connection, const std::string& integration, int tail, std::stop_token stop) {
  const auto until = std::chrono::steady_clock::now() + 600s;
  std::string told;
  while (!stop.stop_requested() && std::chrono::steady_clock::now() < until) {
    const auto found = connection.client.get(kube::resources::integrations, connection.key(integration));
    if (!found) return failed(found.error());
    const std::string phase = kube::text_at(*found, {"status", "phase"});
    if (phase == "Running") return follow_logs(connection, integration, tail, stop);
    if (phase != told) print("The integration '" + integration + "' is in phase \"" + (told = phase) + "\"; its logs are shown when it runs.\n", stderr);
    pause(2s, stop);
  }
  return stop.stop_requested() ? static_cast<int>(kOk) : failed("integration \"" + integration + "\" does not run");
}

}  // namespace kamel::cli
