// TestRunner: runs tests, each in a runtime of its own, in a time of its own.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "dsl/route.h"
#include "engine/registry.h"
#include "kamel-cli/load/declared.h"
#include "kamel-cli/test/check.h"
#include "kamel-cli/test/coverage.h"
#include "kamel-cli/test/declared_tests.h"

namespace kamel::cli {

struct TestOutcome {
  std::string file, name, skipped;
  Mark mark;
  std::vector<TestFailure> failures;
  std::vector<std::string> reports;  // what kamel itself had to say meanwhile: warnings and errors
  bool invalid = false;              // the routes or the test file have errors: nothing was run
  std::chrono::microseconds took{0};
  std::chrono::milliseconds passed{0};  // of the test's own time
  bool ok() const noexcept { return failures.empty(); }
};

class TestRunner {
 public:
  /// `load` brings the command line's properties.
  TestRunner(const Registry& registry, LoadOptions load);
  TestOutcome run(const DeclaredTests& file, const DeclaredTest& test);
  const Coverage& coverage() const noexcept { return coverage_; }

 private:
  const RouteSet& routes(const DeclaredTests& file, const DeclaredTest& test, Diagnostics& diagnostics);
  const Registry& real_;
  Registry registry_;
  LoadOptions load_;
  Coverage coverage_;
  std::string loaded_key_;  // files and properties of the set that was read last
  RouteSet loaded_;
  Diagnostics loaded_diagnostics_;
};

}  // namespace kamel::cli
