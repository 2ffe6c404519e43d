// kamel eval: runs a compatibility case, or evaluates expressions, and prints what came out as JSON.
#include <unistd.h>

#include <CLI/App.hpp>
#include <iostream>
#include <memory>

#include "kamel-cli/command.h"
#include "kamel-cli/eval/case.h"
#include "kamel-cli/eval/lang.h"
#include "kamel-cli/eval/well_formed.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {
namespace {

struct EvalOptions {
  std::string folder;
  std::string lines;
};

int eval_case(const Registry& registry, const std::string& folder) {
  const Result<std::string> result = run_case(registry, folder);
  if (!result) {
    print("kamel: " + std::string(result.error().message()) + "\n", stderr);
    return kFailure;
  }
  print(well_formed(*result) + "\n");
  _exit(kOk);  // timers and sources of the case need no orderly end
}

int eval(const Registry& registry, const EvalOptions& options) {
  if (!options.lines.empty()) return eval_lang(options.lines, std::cout);
  if (!options.folder.empty()) return eval_case(registry, options.folder);
  print("kamel eval: give a case's folder, or --lang FILE\n", stderr);
  return kUsage;
}

}  // namespace

void commands::eval(CLI::App& app, Shell& shell) {
  auto options = std::make_shared<EvalOptions>();
  CLI::App& command = add_command(app, shell, "eval", "Run a compatibility case, or evaluate expressions, to JSON",
                                  "  kamel eval tests/routes/split-basic\n"
                                  "  kamel eval --lang expressions.jsonl\n",
                                  [&shell, options] { return eval(shell.registry, *options); });
  command.add_option("CASE", options->folder, "A folder with route.yaml, inputs.jsonl, case.json");
  command.add_option("--lang", options->lines, "A file of expressions, one JSON object a line")->check(CLI::ExistingFile);
}

}  // namespace kamel::cli
