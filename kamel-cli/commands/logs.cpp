// kamel log: what the pods of an Integration write.
#include <poll.h>

#include <CLI/App.hpp>
#include <csignal>
#include <memory>
#include <thread>

#include "kamel-cli/cluster/logs.h"
#include "kamel-cli/command.h"
#include "kamel-cli/options/options.h"
#include "kamel-cli/run/signals.h"

namespace kamel::cli {
namespace {

struct Given {
  ClusterOptions where;
  std::string name;
  int tail = -1;
};

int show(const Given& given) {
  Signals signals;  // before any thread
  const auto connection = connect(given.where);
  if (!connection) return kFailure;
  int code = kOk;
  std::stop_source stop;
  std::jthread following([&] {
    code = follow_logs_when_running(*connection, given.name, given.tail, stop.get_token());
    if (!stop.stop_requested()) raise(SIGTERM);
  });
  pollfd ready{signals.fd(), POLLIN, 0};
  while (poll(&ready, 1, -1) < 0) continue;
  signals.take();
  stop.request_stop();
  following.join();
  return code;
}

}  // namespace

void commands::logs(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<Given>();
  CLI::App& command = add_command(app, shell, "log", "Follow the logs of an Integration's pods",
                                  "  kamel log orders\n"
                                  "  kamel log orders --tail 10\n",
                                  [given] { return show(*given); });
  command.alias("logs");
  command.add_option("NAME", given->name, "The Integration")->required();
  command.add_option("--tail", given->tail, "How many lines of the past; -1: all")->capture_default_str();
  add_cluster_options(command, given->where);
}

}  // namespace kamel::cli
