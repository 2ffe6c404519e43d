// DeclaredTests: a test file as it was written, read and checked.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dsl/diagnostics.h"
#include "dsl/node.h"
#include "dsl/value.h"

namespace kamel::cli {

using NamedNodes = std::vector<std::pair<std::string, Node>>;

/// A message to send or to answer with.
struct TestMessage {
  std::optional<Value> body;  // nothing: the body stays as it is, or there is none
  std::vector<std::pair<std::string, Value>> headers, properties, variables;
};

struct TestAnswer {
  TestMessage message;
  std::string exception, text;  // the class and the message to fail with
  std::chrono::milliseconds delay{0};
  std::int64_t times = -1;  // -1: for ever
};

struct TestMock {
  std::string uri;
  bool real = false;
  std::vector<TestAnswer> answers;
};

/// What one message shall be.
struct ExpectedMessage {
  Mark mark;
  std::optional<Node> body, body_includes;
  std::vector<std::string> body_contains;
  std::optional<std::string> body_matches;
  NamedNodes headers, properties, variables;
  std::vector<Node> that;
  std::optional<std::chrono::milliseconds> at;
  std::string exception, text;
  bool fails() const noexcept { return !exception.empty() || !text.empty(); }
};

/// What shall have come to the endpoints that a pattern names.
struct ExpectedArrivals {
  std::string uri;
  Mark mark;
  std::optional<std::int64_t> count = {};
  bool any_order = false;
  std::vector<ExpectedMessage> messages = {};
};

struct Expectation {
  Mark mark;
  std::vector<ExpectedArrivals> endpoints;
  std::vector<std::string> order, log, not_logged;
  std::size_t failures = 0;  // of exchanges that nobody waits for
  Mark order_mark, log_mark;
};

struct TestSend {
  Mark mark;
  std::string to;
  TestMessage message;
  bool in_only = false;
  std::int64_t repeat = 1;
  std::optional<ExpectedMessage> reply;
};

/// One of the three.
struct TestStep {
  std::optional<TestSend> send = {};
  std::optional<std::chrono::milliseconds> wait = {};
  std::optional<Expectation> expect = {};
};

struct DeclaredTest {
  std::string name, skip;
  Mark mark;
  std::vector<TestMock> mocks;  // those of the test, then those of the file
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<TestStep> steps;
  bool settles = false;  // before the last expectation all that still waits happens
};

struct DeclaredTests {
  std::string path;
  std::vector<std::string> routes;  // as paths
  std::vector<std::pair<std::string, std::string>> properties;
  std::int64_t clock_ms = 0;
  std::vector<DeclaredTest> tests;
};

/// Whether a file holds tests: *.test.yaml, *.test.yml.
bool is_test_file(std::string_view name);
/// Reads a test file. What is wrong goes to `diagnostics`.
DeclaredTests read_tests(const std::string& path, Diagnostics& diagnostics);

}  // namespace kamel::cli
