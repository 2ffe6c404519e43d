// Test results as TAP 14, JUnit XML and JSON.
#include "dsl/json.h"
#include "kamel-cli/test/report.h"

namespace kamel::cli {
namespace {

std::string failure_lines(const TestOutcome& outcome, std::string_view indent) {
  std::string out;
  for (const TestFailure& failure : outcome.failures) {
    out.append(indent).append(failure.mark.text()).append(": ").append(failure.message).append("\n");
    for (const std::string& line : failure.diff) out.append(indent).append("  ").append(line).append("\n");
  }
  return out;
}

std::string xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': case '\t': out += c; break;
      default: out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;  // XML 1.0 has no way to say these
    }
  }
  return out;
}

std::string seconds(std::chrono::microseconds took) {
  std::string digits = std::to_string(took.count() % 1'000'000);
  digits.insert(0, 6 - digits.size(), '0');
  return std::to_string(took.count() / 1'000'000) + "." + digits;
}

std::string junit_case(const TestOutcome& outcome) {
  std::string out = "    <testcase classname=\"" + xml(outcome.file) + "\" name=\"" + xml(outcome.name) + "\" time=\"" + seconds(outcome.took) + "\"";
  if (!outcome.skipped.empty()) return out + "><skipped message=\"" + xml(outcome.skipped) + "\"/></testcase>\n";
  if (outcome.ok()) return out + "/>\n";
  out += ">\n      <failure message=\"" + xml(outcome.failures.front().message) + "\">" + xml(failure_lines(outcome, "")) + "</failure>\n";
  return out + "    </testcase>\n";
}

// One suite for each file, in the order of the first test of each.
std::vector<std::pair<std::string, std::vector<const TestOutcome*>>> by_file(const TestResults& results) {
  std::vector<std::pair<std::string, std::vector<const TestOutcome*>>> out;
  for (const TestOutcome& outcome : results.outcomes) {
    if (out.empty() || out.back().first != outcome.file) out.push_back({outcome.file, {}});
    out.back().second.push_back(&outcome);
  }
  return out;
}

Value whole(std::size_t n) { return Value::integer(static_cast<std::int64_t>(n)); }

Value json_of(const TestOutcome& outcome) {
  Map out{{"file", outcome.file}, {"line", whole(outcome.mark.line)}, {"name", outcome.name}};
  out.set("state", !outcome.skipped.empty() ? "skipped" : outcome.ok() ? "passed" : "failed");
  if (!outcome.skipped.empty()) out.set("reason", outcome.skipped);
  out.set("microseconds", Value::integer(outcome.took.count()));
  out.set("virtualMilliseconds", Value::integer(outcome.passed.count()));
  List failures;
  for (const TestFailure& failure : outcome.failures) {
    List diff;
    for (const std::string& line : failure.diff) diff.push_back(Value(line));
    failures.push_back(Value(Map{{"file", failure.mark.source ? failure.mark.source->name : ""}, {"line", whole(failure.mark.line)}, {"column", whole(failure.mark.column)},
                                 {"message", failure.message}, {"diff", Value(std::move(diff))}}));
  }
  if (!failures.empty()) out.set("failures", Value(std::move(failures)));
  return Value(std::move(out));
}

Value json_of(const StepRuns& step) {
  return Value(Map{{"file", step.mark.source->name}, {"line", whole(step.mark.line)}, {"route", step.route}, {"id", step.id}, {"step", step.name}, {"runs", whole(step.runs)}});
}

}  // namespace

std::string as_tap(const TestResults& results) {
  std::string out = "TAP version 14\n1.." + std::to_string(results.outcomes.size()) + "\n";
  std::size_t number = 0;
  for (const TestOutcome& outcome : results.outcomes) {
    std::string name = outcome.file + ": " + outcome.name;
    for (std::size_t at = 0; (at = name.find('#', at)) != std::string::npos; at += 2) name.insert(at, 1, '\\');
    out += (outcome.ok() ? "ok " : "not ok ") + std::to_string(++number) + " - " + name;
    if (!outcome.skipped.empty()) out += " # SKIP " + outcome.skipped;
    out += "\n";
    if (!outcome.ok()) out += "  ---\n  message: |\n" + failure_lines(outcome, "    ") + "  ...\n";
  }
  return out;
}

std::string as_junit(const TestResults& results) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"" + std::to_string(results.outcomes.size()) + "\" failures=\"" + std::to_string(results.failed()) +
                    "\" skipped=\"" + std::to_string(results.skipped()) + "\" time=\"" + seconds(results.took) + "\">\n";
  for (const auto& [file, outcomes] : by_file(results)) {
    TestResults suite;
    for (const TestOutcome* outcome : outcomes) {
      suite.outcomes.push_back(*outcome);
      suite.took += outcome->took;
    }
    out += "  <testsuite name=\"" + xml(file) + "\" tests=\"" + std::to_string(outcomes.size()) + "\" failures=\"" + std::to_string(suite.failed()) + "\" skipped=\"" +
           std::to_string(suite.skipped()) + "\" time=\"" + seconds(suite.took) + "\">\n";
    for (const TestOutcome* outcome : outcomes) out += junit_case(*outcome);
    out += "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

std::string as_json(const TestResults& results, const Coverage& coverage) {
  List tests, steps;
  for (const TestOutcome& outcome : results.outcomes) tests.push_back(json_of(outcome));
  for (const StepRuns& step : coverage.all()) steps.push_back(json_of(step));
  Map out{{"tests", Value(std::move(tests))},
          {"passed", whole(results.outcomes.size() - results.failed() - results.skipped())},
          {"failed", whole(results.failed())},
          {"skipped", whole(results.skipped())},
          {"coverage", Value(Map{{"steps", whole(coverage.steps())}, {"run", whole(coverage.run())}, {"each", Value(std::move(steps))}})}};
  return json::write(Value(std::move(out)), json::Style::Pretty).str() + "\n";
}

}  // namespace kamel::cli
