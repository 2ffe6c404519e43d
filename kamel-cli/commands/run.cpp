// kamel run: runs routes until it is told to stop, here or in a cluster.
#include <CLI/App.hpp>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "kamel-cli/cluster/objects.h"
#include "kamel-cli/cluster/run.h"
#include "kamel-cli/command.h"
#include "kamel-cli/options/options.h"
#include "kamel-cli/options/words.h"
#include "kamel-cli/run/running.h"

namespace kamel::cli {
namespace {

void add_limits(CLI::App& command, RunOptions& options) {
  command.add_option("--workers", options.workers, "Threads that run routes; 0: one per processor, at most 8")->check(CLI::Range(0U, 256U));
  command.add_option("--max-messages", options.max_messages, "End after so many exchanges");
  command.add_option("--max-seconds", options.max_seconds, "End after so many seconds")->check(CLI::NonNegativeNumber);
  command.add_option("--drain-seconds", options.drain_seconds, "How long Ctrl-C and SIGTERM wait for exchanges in flight")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
}

void add_output(CLI::App& command, RunOptions& options) {
  command.add_option("--log-level", options.log_level, "trace, debug, info, warn, error or off")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}, CLI::ignore_case))
      ->capture_default_str();
  command.add_option("--log-format", options.log_format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  command.add_option("--observe-port", options.observe_port, "Port of health and metrics; 0: any free one [9876, or any free one]");
  command.add_option("--observe-host", options.observe_host, "Address of health and metrics [127.0.0.1; inside a cluster 0.0.0.0]");
}

// What both ways of running are told.
struct Given {
  RunOptions run;
  ClusterRun cluster;
  int port = 0;
  bool in_cluster = false, save = false;
};

// What was said, for the next run of this Integration.
int save(const CLI::App& command, const Given& given) {
  const std::string name = integration_name(given.run.load.name, given.run.load.files.at(0));
  Diagnostics diagnostics;
  const std::string path = settings_path("working");
  Settings settings = read_settings(path, diagnostics);
  if (tell(diagnostics)) return kFailure;
  settings.path = path;
  settings.set("run.integration." + name, given_flags(command));
  return write_settings(settings) ? static_cast<int>(kOk) : failed("cannot write '" + path + "': " + std::strerror(errno));
}

int run_there(Given& given) {
  given.cluster.files = given.run.load.files;
  given.cluster.flags.properties = given.run.load.properties;
  for (const std::string& file : given.run.load.property_files) given.cluster.flags.properties.push_back("file:" + file);
  given.cluster.flags.name = given.run.load.name;
  given.cluster.dev = given.run.dev;
  return run_in_cluster(std::move(given.cluster));
}

void add_cluster(CLI::App& command, Given& given) {
  CLI::Option* cluster = command.add_flag("--cluster", given.in_cluster, "Run them in a cluster, as an Integration")->group("In a cluster");
  add_integration_flags(command, given.cluster.flags, cluster);
  command.add_option("--kube-config", given.cluster.kube_config, "The kubeconfig [KUBECONFIG, ~/.kube/config]")->group("In a cluster")->needs(cluster);
  command.add_option("-o,--output", given.cluster.output, "yaml or json: write the Integration instead of running it")
      ->check(CLI::IsMember({"yaml", "json"}))
      ->group("In a cluster")
      ->needs(cluster);
  command.add_flag("-w,--wait", given.cluster.wait, "Wait until it runs")->group("In a cluster")->needs(cluster);
  command.add_flag("--logs", given.cluster.logs, "Wait, then show the pods' logs")->group("In a cluster")->needs(cluster);
  command.add_flag("--sync", given.cluster.sync, "Declare it again at each save, and let it be at the end")->group("In a cluster")->needs(cluster);
  command.add_flag("--save", given.save, "Write these flags to ./kamel-config.yaml, for the next run")->group("In a cluster")->needs(cluster);
}

}  // namespace

void commands::run(CLI::App& app, Shell& shell) {
  auto given = std::make_shared<Given>();
  auto self = std::make_shared<CLI::App*>();  // the command, for --save
  CLI::App& command =
      add_command(app, shell, "run", "Run routes",
                  "  kamel run orders.yaml\n"
                  "  kamel run orders.yaml --dev               again at each save, without losing a message\n"
                  "  kamel run routes/ -p env=test --port 8081\n"
                  "  kamel run https://example.com/hello.yaml --max-messages 10\n"
                  "  kamel run orders.yaml --cluster --dev     in pods, and live in them at each save\n"
                  "\nProperties are also read from application.properties beside the files and from CAMEL_… in the environment.\n",
                  [&shell, given, self]() -> int {
                    if (given->save && save(**self, *given) != kOk) return kFailure;
                    if (given->in_cluster) return run_there(*given);
                    if (given->port != 0) given->run.load.fixed.emplace_back("camel.server.port", std::to_string(given->port));
                    Running running(shell.registry, std::move(given->run));
                    const int code = running.run();
                    std::fflush(stdout);
                    // All that was in flight has ended and is confirmed: taking the clients apart would only take time.
                    std::_Exit(code);
                  });
  *self = &command;
  add_load_options(command, given->run.load);
  command.add_flag("--dev", given->run.dev, "Load the files again at each save; with errors the last good version keeps running");
  command.add_option("--port", given->port, "Port of the routes' HTTP server [8080]")->check(CLI::Range(1, 65535));
  command.add_option("--name", given->run.load.name, "Name of the integration");
  add_limits(command, given->run);
  add_output(command, given->run);
  add_cluster(command, *given);
}

}  // namespace kamel::cli
