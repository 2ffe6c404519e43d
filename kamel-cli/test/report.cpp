#include "kamel-cli/test/report.h"

#include <algorithm>

namespace kamel::cli {
namespace {

std::string ms_text(std::chrono::microseconds took) {
  const auto tenths = (took.count() + 50) / 100;
  return std::to_string(tenths / 10) + (tenths < 100 ? "." + std::to_string(tenths % 10) : "") + " ms";
}

// "1h 30m", of the test's own time.
std::string span_text(std::chrono::milliseconds span) {
  std::string out;
  for (const auto& [unit, name] : {std::pair<std::int64_t, const char*>{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1000, "s"}, {1, "ms"}}) {
    const std::int64_t many = span.count() / unit;
    span -= std::chrono::milliseconds(many * unit);
    if (many != 0) out += (out.empty() ? "" : " ") + std::to_string(many) + name;
  }
  return out;
}

std::string failure_text(const TestFailure& failure, const Paint& paint) {
  const std::string place = failure.mark.text();
  std::string out = "    " + (place.empty() ? "" : paint.bold(place) + ": ") + failure.message + "\n";
  for (const std::string& line : failure.diff) {
    const std::string text = "      " + line;
    out += (line.starts_with('-') ? paint.green(text) : line.starts_with('+') ? paint.red(text) : text) + "\n";
  }
  return out;
}

std::string missed_text(const Coverage& coverage, const Paint& paint, bool all) {
  constexpr std::size_t kShown = 10;
  std::string out;
  const std::vector<StepRuns> missed = coverage.missed();
  for (std::size_t i = 0; i < missed.size() && (all || i < kShown); ++i) {
    out += "  " + paint.yellow("never run") + " " + missed[i].mark.text() + ": " + missed[i].name + " (" + missed[i].id + " of " + missed[i].route + ")\n";
  }
  if (!all && missed.size() > kShown) out += "  … and " + std::to_string(missed.size() - kShown) + " more; --coverage shows all\n";
  return out;
}

}  // namespace

std::size_t TestResults::failed() const noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(outcomes, [](const TestOutcome& outcome) { return !outcome.ok(); }));
}
std::size_t TestResults::skipped() const noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(outcomes, [](const TestOutcome& outcome) { return !outcome.skipped.empty(); }));
}
bool TestResults::invalid() const noexcept { return std::ranges::any_of(outcomes, &TestOutcome::invalid); }

std::string text_of(const TestOutcome& outcome, const Paint& paint, bool verbose) {
  if (!outcome.skipped.empty()) return "  " + paint.yellow("skip") + "  " + outcome.name + ": " + outcome.skipped + "\n";
  const std::string passed = outcome.passed.count() > 0 ? ", " + span_text(outcome.passed) + " of its time" : "";
  const std::string times = paint.dim(" (" + ms_text(outcome.took) + passed + ")");
  if (outcome.ok()) return verbose ? "  " + paint.green("ok") + "    " + outcome.name + times + "\n" : "";
  std::string out = "  " + paint.red("FAIL") + "  " + outcome.name + times + "\n";
  for (const TestFailure& failure : outcome.failures) out += failure_text(failure, paint);
  for (const std::string& report : outcome.reports) out += "    kamel said: " + report + "\n";
  return out;
}

std::string summary(const TestResults& results, const Coverage& coverage, const Paint& paint, bool all_missed) {
  const std::size_t all = results.outcomes.size(), failed = results.failed(), skipped = results.skipped();
  std::string out = missed_text(coverage, paint, all_missed);
  out += std::to_string(all) + (all == 1 ? " test: " : " tests: ") + paint.green(std::to_string(all - failed - skipped) + " passed");
  if (failed != 0) out += ", " + paint.red(std::to_string(failed) + " failed");
  if (skipped != 0) out += ", " + paint.yellow(std::to_string(skipped) + " skipped");
  out += " in " + ms_text(results.took);
  if (coverage.steps() != 0) out += "; " + std::to_string(coverage.run()) + " of " + std::to_string(coverage.steps()) + " steps were run";
  return out + "\n";
}

}  // namespace kamel::cli
