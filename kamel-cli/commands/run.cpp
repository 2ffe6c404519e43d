// kamel run: runs routes until it is told to stop.
#include <CLI/App.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "kamel-cli/command.h"
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

}  // namespace

void commands::run(CLI::App& app, Shell& shell) {
  struct Given {
    RunOptions run;
    int port = 0;
  };
  auto given = std::make_shared<Given>();
  CLI::App& command =
      add_command(app, shell, "run", "Run routes",
                  "  kamel run orders.yaml\n"
                  "  kamel run orders.yaml --dev               again at each save, without losing a message\n"
                  "  kamel run routes/ -p env=test --port 8081\n"
                  "  kamel run https://example.com/hello.yaml --max-messages 10\n"
                  "\nProperties are also read from application.properties beside the files and from CAMEL_… in the environment.\n",
                  [&shell, given]() -> int {
                    if (given->port != 0) given->run.load.fixed.emplace_back("camel.server.port", std::to_string(given->port));
                    Running running(shell.registry, std::move(given->run));
                    const int code = running.run();
                    std::fflush(stdout);
                    // All that was in flight has ended and is confirmed: taking the clients apart would only take time.
                    std::_Exit(code);
                  });
  add_load_options(command, given->run.load);
  command.add_flag("--dev", given->run.dev, "Load the files again at each save; with errors the last good version keeps running");
  command.add_option("--port", given->port, "Port of the routes' HTTP server [8080]")->check(CLI::Range(1, 65535));
  command.add_option("--name", given->run.load.name, "Name of the integration");
  add_limits(command, given->run);
  add_output(command, given->run);
}

}  // namespace kamel::cli
