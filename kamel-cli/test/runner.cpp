#include "kamel-cli/test/runner.h"

#include "kamel-cli/test/run_of_test.h"

namespace kamel::cli {

TestRunner::TestRunner(const Registry& registry, LoadOptions load) : real_(registry), registry_(Bench::registry(registry)), load_(std::move(load)) {}

// The tests of a file mostly have the same routes and properties: these are read once.
const RouteSet& TestRunner::routes(const DeclaredTests& file, const DeclaredTest& test, Diagnostics& diagnostics) {
  LoadOptions load = load_;
  load.files = file.routes;
  std::vector<std::string> given;
  for (const auto* properties : {&file.properties, &test.properties}) {
    for (const auto& [key, value] : *properties) given.push_back(key + "=" + value);
  }
  load.properties.insert(load.properties.begin(), given.begin(), given.end());  // the command line's come last, and win
  std::string key = file.path;
  for (const std::string& property : given) key += '\n' + property;
  if (key != loaded_key_) {
    loaded_key_ = std::move(key);
    loaded_diagnostics_ = {};
    loaded_ = kamel::cli::load(load, loaded_diagnostics_).set;
    loaded_.properties.set("kamel.repositories", "memory");  // each test begins with none of another's state
  }
  diagnostics.append(loaded_diagnostics_);
  return loaded_;
}

TestOutcome TestRunner::run(const DeclaredTests& file, const DeclaredTest& test) {
  TestOutcome outcome{.file = file.path, .name = test.name, .skipped = test.skip, .mark = test.mark, .failures = {}, .reports = {}};
  if (!test.skip.empty()) return outcome;
  const auto began = std::chrono::steady_clock::now();
  Diagnostics diagnostics;
  const RouteSet& set = routes(file, test, diagnostics);
  if (diagnostics.has_errors()) {
    outcome.invalid = true;
    for (const Diagnostic& diagnostic : diagnostics.list()) {
      if (diagnostic.severity == Severity::Error) outcome.failures.push_back({diagnostic.mark, diagnostic.hint.empty() ? diagnostic.message : diagnostic.message + "; " + diagnostic.hint, {}});
    }
  } else {
    RunOfTest(real_, registry_, file, test, outcome).run(set, coverage_);
  }
  outcome.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
  return outcome;
}

}  // namespace kamel::cli
