// kamel lint: checks routes without running them.
#include <CLI/App.hpp>
#include <memory>

#include "dsl/json.h"
#include "kamel-cli/command.h"
#include "kamel-cli/lint/kamelets.h"
#include "kamel-cli/lint/report.h"
#include "kamel-cli/lint/rules.h"
#include "kamel-cli/load/declared.h"
#include "kamel-cli/options/options.h"
#include "kamel-cli/output/paint.h"
#include "kamel-cli/run/local_runtime.h"

namespace kamel::cli {
namespace {

struct LintOptions {
  LoadOptions load;
  std::string output = "text";
};

// The same mistake in a template that is used twice is told once.
Diagnostics without_repeats(const Diagnostics& diagnostics) {
  Diagnostics out;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    bool told = false;
    for (const Diagnostic& other : out.list()) {
      told = told || (other.mark.text() == diagnostic.mark.text() && other.message == diagnostic.message);
    }
    if (!told) out.add(diagnostic);
  }
  return out;
}

Diagnostics find_problems(const Shell& shell, const LoadOptions& options) {
  Diagnostics diagnostics;
  Declared declared = load(options, diagnostics);
  declared.set.properties.set("kamel.repositories", "memory");  // a check leaves no files behind
  lint(declared.set, diagnostics);
  try_unused_kamelets(declared.set);
  local_runtime(shell.registry, declared.set.name)->check(std::move(declared.set), diagnostics);
  return without_repeats(diagnostics);
}

int lint_files(const Shell& shell, const LintOptions& options) {
  const Diagnostics diagnostics = find_problems(shell, options.load);
  if (options.output == "json") {
    print(json::write(as_json(diagnostics), json::Style::Pretty).str() + "\n");
  } else if (options.output == "sarif") {
    print(json::write(as_sarif(diagnostics), json::Style::Pretty).str() + "\n");
  } else if (diagnostics.empty()) {
    print(Paint(stderr).green("no problems found") + "\n", stderr);
  } else {
    print(diagnostics.text(Paint(stdout).on()));
    print(count_text(diagnostics) + "\n", stderr);
  }
  return diagnostics.has_errors() ? kRouteErrors : kOk;
}

}  // namespace

void commands::lint(CLI::App& app, Shell& shell) {
  auto options = std::make_shared<LintOptions>();
  CLI::App& command = add_command(app, shell, "lint", "Check routes without running them",
                                  "  kamel lint orders.yaml\n"
                                  "  kamel lint routes/ -p env=test\n"
                                  "  kamel lint routes/ -o sarif > kamel.sarif     for code hosts\n"
                                  "\nExit code 3 when there are errors; warnings alone give 0.\n",
                                  [&shell, options] { return lint_files(shell, *options); });
  add_load_options(command, options->load);
  command.add_option("-o,--output", options->output, "text, json or sarif")
      ->check(CLI::IsMember({"text", "json", "sarif"}))
      ->capture_default_str();
}

}  // namespace kamel::cli
