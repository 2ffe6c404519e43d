// kamel: lists the parts that this binary is made of, and hands the command line to the command it names.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <exception>

#include "engine/catalogs.h"
#include "kamel-cli/cluster/objects.h"
#include "kamel-cli/command.h"
#include "kamel-cli/options/words.h"
#include "kamel-cli/start_time.h"

namespace {

constexpr const char* kExamples =
    "\nExamples:\n"
    "  kamel init hello.yaml             write a first route\n"
    "  kamel run hello.yaml --dev        run it, and again at each save\n"
    "  kamel lint routes/                check without running\n"
    "  kamel test routes/                run the tests beside them\n"
    "  kamel explain step split          what a step can do\n"
    "\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 errors in the routes.\n";

// What talks to a cluster, or writes objects for one.
void define_cluster(CLI::App& app, kamel::cli::Shell& shell) {
  using namespace kamel::cli;
  commands::install(app, shell);
  commands::uninstall(app, shell);
  commands::bind(app, shell);
  commands::get(app, shell);
  commands::describe(app, shell);
  commands::logs(app, shell);
  commands::debug(app, shell);
  commands::remove(app, shell);
  commands::promote(app, shell);
  commands::deploy(app, shell);
  commands::rollback(app, shell);
  commands::kamelet(app, shell);
  commands::kit(app, shell);
  commands::dump(app, shell);
  commands::reset(app, shell);
  commands::config(app, shell);
}

void define(CLI::App& app, kamel::cli::Shell& shell) {
  using namespace kamel::cli;
  commands::run(app, shell);
  commands::lint(app, shell);
  commands::test(app, shell);
  commands::explain(app, shell);
  commands::init(app, shell);
  commands::schema(app, shell);
  commands::serve(app, shell);
  commands::operate(app, shell);
  commands::eval(app, shell);
  define_cluster(app, shell);
  commands::completion(app, shell);
  commands::version(app, shell);
}

int run(int argc, char** argv) {
  const kamel::Registry registry{kamel::steps::catalog(), kamel::languages::catalog(), kamel::formats::catalog(),
                                 kamel::connectors::catalog()};
  kamel::cli::Shell shell{registry};
  CLI::App app("kamel runs Apache Camel routes natively.", "kamel");
  app.set_version_flag("--version", "kamel " KAMEL_VERSION);
  app.require_subcommand(1);
  app.footer(kExamples);
  define(app, shell);
  kamel::Diagnostics diagnostics;
  const auto settings = kamel::cli::read_settings(kamel::cli::settings_path("used"), diagnostics);
  if (kamel::cli::tell(diagnostics)) return kamel::cli::kUsage;
  std::vector<std::string> words = kamel::cli::with_settings(app, {argv + std::min(argc, 1), argv + argc}, settings);
  std::ranges::reverse(words);  // as CLI11 wants them
  try {
    app.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help and --version
    const std::string text = kamel::cli::usage_text(app, argc, argv, error.what());
    std::fputs(text.c_str(), stderr);
    return kamel::cli::kUsage;
  }
  return shell.exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  kamel::cli::mark_start();
  // librdkafka keeps thousands of small pieces (headers of records), and frees them beside large buffers: each large one makes glibc join all small free ones that it had
  // put aside, to cut them up again a moment later. Joined at once they cost a fifth less of all CPU between two topics.
  mallopt(M_MXFAST, 0);
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "kamel: %s\n", error.what());
    return kamel::cli::kFailure;
  }
}
