// Reports of tests: for a person, and as TAP, JUnit XML or JSON for what runs them.
#pragma once

#include <string>
#include <vector>

#include "kamel-cli/output/paint.h"
#include "kamel-cli/test/coverage.h"
#include "kamel-cli/test/runner.h"

namespace kamel::cli {

struct TestResults {
  std::vector<TestOutcome> outcomes;
  std::chrono::microseconds took{0};
  std::size_t failed() const noexcept;
  std::size_t skipped() const noexcept;
  bool invalid() const noexcept;  // some file or its routes have errors
};

/// What one test has to tell: with `verbose` its name also when it passed.
std::string text_of(const TestOutcome& outcome, const Paint& paint, bool verbose);
/// "12 tests: 11 passed, 1 failed in 38 ms", and what was not covered.
std::string summary(const TestResults& results, const Coverage& coverage, const Paint& paint, bool all_missed);
std::string as_tap(const TestResults& results);
std::string as_junit(const TestResults& results);
std::string as_json(const TestResults& results, const Coverage& coverage);

}  // namespace kamel::cli
