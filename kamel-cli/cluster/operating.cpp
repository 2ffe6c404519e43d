#include "kamel-cli/cluster/operating.h"

#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <random>

#include "connectors/kafka/embedded.h"
#include "engine/runtime.h"
#include "kamel-cli/command.h"
#include "kamel-cli/http/server.h"
#include "kamel-cli/output/paint.h"
#include "kamel-cli/run/signals.h"

namespace kamel::cli {
namespace {

void log(const std::string& text) { print(kube::now_text() + " " + text + "\n", stderr); }

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> out;
  std::size_t begin = 0;
  while (begin < list.size()) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    if (end > begin) out.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

std::string identity() {
  const char* pod = std::getenv("POD_NAME");
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  return std::string(pod != nullptr ? pod : host) + "_" + std::to_string(std::random_device{}());
}

Reply page(const cluster::Operator& running, std::string_view path) {
  constexpr const char* kText = "text/plain; charset=utf-8";
  if (path == "/metrics") return {200, running.metrics(), "text/plain; version=0.0.4; charset=utf-8"};
  if (path == "/healthz") return {200, "ok\n", kText};
  if (path != "/readyz") return {404, "there are /healthz, /readyz and /metrics\n", kText};
  const std::string problem = running.problem();
  return {running.ready() ? 200U : 503U, problem.empty() ? "ok\n" : problem + "\n", kText};
}

// The engine's part of checking routes: the operator's own room does not know the engine.
cluster::Operator::Check checker(Runtime& runtime) {
  return [&runtime](RouteSet set) {
    Diagnostics diagnostics;
    set.properties.set("kamel.repositories", "memory");  // what pods keep is none of the operator's
    runtime.check(std::move(set), diagnostics);
    return diagnostics;
  };
}

}  // namespace

int operate(const Registry& registry, OperatingOptions options) {
  mallopt(M_ARENA_MAX, 2);  // many threads, each with little to do: memory that one of them freed is for the others, too
  Signals signals;
  const auto fail = [](const std::string& why) {
    print("kamel operator: " + why + "\n", stderr);
    return kFailure;
  };
  kube::Outcome<kube::Access> access = kube::find_access(options.kube_config);
  if (!access) return fail(access.error().message);
  if (options.cluster.own_space.empty()) options.cluster.own_space = access->space;
  options.cluster.spaces = split(options.watch);
  options.cluster.identity = identity();
  kube::Client client(std::move(*access));
  Runtime runtime(registry, {.name = "check"});
  kafka::EmbeddedKafka::allow(runtime.context());  // whether a pod has brokers is for the pod to say
  cluster::Operator working(client, std::move(options.cluster), checker(runtime), log);
  ServerOptions health;
  health.host = options.health_host;
  health.port = options.health_port;
  auto server = Server::start(health, pages([&](std::string_view path) { return page(working, path); }));
  if (!server) return fail("health and metrics: " + std::string(server.error().message()) + "; --health-port takes another one");
  log("health and metrics: port " + std::to_string((*server)->port()));
  kube::Outcome<> outcome;
  std::jthread work([&](std::stop_token stop) {
    outcome = working.run(std::move(stop));
    kill(getpid(), SIGTERM);  // wakes the wait below, whatever the reason
  });
  pollfd signal{signals.fd(), POLLIN, 0};
  while (poll(&signal, 1, -1) <= 0 || signals.take() == 0) continue;
  work.request_stop();
  work.join();
  return outcome ? kOk : fail(outcome.error().text());
}

}  // namespace kamel::cli
