// What a test found: how messages differ from those that are expected.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kamel-cli/test/bench.h"
#include "kamel-cli/test/declared_tests.h"

namespace kamel::cli {

/// Something that is not as expected, and where the test says so.
struct TestFailure {
  Mark mark;
  std::string message;            // "kafka:orders, message 2: header 'id' differs"
  std::vector<std::string> diff;  // lines with "- " (expected) or "+ " (came) or "  " before them; may be empty
};

/// Judges `that:` predicates; made by the runner, which can evaluate them. "" when it holds, else why not.
using Judge = std::function<std::string(const Node& predicate, const Arrival& arrival)>;

/// Compares one message. `what` begins each failure: "mock:out, message 1".
void check_message(const ExpectedMessage& expected, const Arrival& actual, const std::string& what, const Judge& judge, std::vector<TestFailure>& failures);
/// Compares what has come to the endpoints.
void check_arrivals(const Expectation& expected, std::span<const Arrival> arrivals, const Judge& judge, std::vector<TestFailure>& failures);
void check_log(const Expectation& expected, std::span<const std::string> lines, std::vector<TestFailure>& failures);

/// Line by line: what is only in `expected`, only in `actual`, or in both.
std::vector<std::string> line_diff(std::string_view expected, std::string_view actual);

}  // namespace kamel::cli
