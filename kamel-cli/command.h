// Command: what a file below commands/ defines, and what it is given.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/registry.h"

namespace CLI {
class App;
}

namespace kamel::cli {

/// Exit codes, the same for all commands.
enum Exit : int {
  kOk = 0,
  kFailure = 1,     // it was tried and went wrong: no such file, a port that is taken
  kUsage = 2,       // the command line makes no sense
  kRouteErrors = 3  // the routes have errors, which were told
};

/// What a command works with. main() makes it and lists the parts.
struct Shell {
  const Registry& registry;
  int exit_code = kOk;
};

/// Adds a sub-command named `name`. `examples` is shown below its options: one "  kamel …" line each. What `run` gives is the exit code.
CLI::App& add_command(CLI::App& app, Shell& shell, std::string_view name, std::string_view summary, std::string_view examples,
                      std::function<int()> run);

/// What is wrong with a command line, with the command or option that was probably meant.
std::string usage_text(const CLI::App& app, int argc, const char* const* argv, std::string_view message);

/// One file of commands/ each: adds the command and its options to the app.
namespace commands {
void bind(CLI::App& app, Shell& shell);
void completion(CLI::App& app, Shell& shell);
void config(CLI::App& app, Shell& shell);
void debug(CLI::App& app, Shell& shell);
void deploy(CLI::App& app, Shell& shell);
void describe(CLI::App& app, Shell& shell);
void dump(CLI::App& app, Shell& shell);
void eval(CLI::App& app, Shell& shell);
void explain(CLI::App& app, Shell& shell);
void get(CLI::App& app, Shell& shell);
void init(CLI::App& app, Shell& shell);
void install(CLI::App& app, Shell& shell);
void kamelet(CLI::App& app, Shell& shell);
void kit(CLI::App& app, Shell& shell);
void lint(CLI::App& app, Shell& shell);
void logs(CLI::App& app, Shell& shell);
void operate(CLI::App& app, Shell& shell);  // kamel operator: a word that C++ keeps for itself
void promote(CLI::App& app, Shell& shell);
void remove(CLI::App& app, Shell& shell);
void reset(CLI::App& app, Shell& shell);
void rollback(CLI::App& app, Shell& shell);
void run(CLI::App& app, Shell& shell);
void schema(CLI::App& app, Shell& shell);
void serve(CLI::App& app, Shell& shell);
void test(CLI::App& app, Shell& shell);
void uninstall(CLI::App& app, Shell& shell);
void version(CLI::App& app, Shell& shell);
}  // namespace commands

}  // namespace kamel::cli
