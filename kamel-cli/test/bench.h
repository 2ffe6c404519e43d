// Bench: what surrounds the routes under test: sources that are fed by hand, endpoints that are mocked, and a record of what came to them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/context.h"
#include "engine/exchange.h"
#include "engine/intake.h"
#include "engine/name_pattern.h"
#include "engine/virtual_time.h"
#include "kamel-cli/test/declared_tests.h"

namespace kamel::cli {

/// A message as it came to an endpoint. Its lists and maps are its own.
struct Arrival {
  std::string endpoint;  // "kafka:orders"
  Message message;
  ExchangeProperties properties;
  Variables variables;
  std::chrono::milliseconds at{0};  // since the test began, in its time
};
/// What an exchange is now.
Arrival arrival_of(const Exchange& exchange, std::string endpoint, std::chrono::milliseconds at);
/// Makes an exchange what a test sends or answers.
void fill(Exchange& exchange, const TestMessage& message);

/// Belongs to one runtime of one test; lives as its service. What is not said otherwise belongs to the worker; the control thread reads when time
/// stands still.
class Bench {
 public:
  Bench(const Registry& real, const DeclaredTest& test, std::shared_ptr<VirtualTime> time);
  static std::shared_ptr<Bench> of(Context& context);

  /// A registry whose endpoints are benches': sources are fed by hand, and producers mocked unless they stay in the process.
  static Registry registry(const Registry& real);
  /// Whether endpoints of this scheme are not mocked: they stay in the process.
  static bool is_inside(std::string_view scheme);

  // The control thread, before the routes run.
  const Registry& real() const noexcept { return real_; }
  /// The mock for an endpoint; nullptr: none is declared for it.
  const TestMock* mock(std::string_view endpoint) const;

  /// The routes that read from an endpoint or have this id.
  std::vector<Intake*> intakes(std::string_view name) const;
  std::vector<std::string> sources() const;
  struct Reading {
    std::string endpoint, group;  // of a group ("" is none) only the first gets a message
    Intake* intake;
  };
  void join(Reading reading) { readings_.push_back(std::move(reading)); }
  void leave(const Intake* intake) { std::erase_if(readings_, [intake](const Reading& reading) { return reading.intake == intake; }); }

  /// A message has come to a mocked endpoint: it is noted, and answered as the test says.
  Flow arrive(Exchange& exchange, const std::string& endpoint, const TestMock* mock);
  const std::vector<Arrival>& arrivals() const noexcept { return arrivals_; }
  std::chrono::milliseconds elapsed() const;
  /// Exchanges that a mocked endpoint has handed on to a route, and that failed.
  const std::vector<std::string>& failures() const noexcept { return failures_; }

 private:
  const TestAnswer* next_answer(const TestMock& mock);
  void hand_on(const Exchange& exchange, const std::string& endpoint);
  const Registry& real_;
  std::vector<std::pair<std::unique_ptr<NamePattern>, const TestMock*>> mocks_;
  std::shared_ptr<VirtualTime> time_;
  Clock::time_point began_;
  std::vector<Reading> readings_;
  std::vector<Arrival> arrivals_;
  std::vector<std::string> failures_;
  std::map<const TestAnswer*, std::int64_t> used_;
};

/// "kafka:orders": scheme and path, without slashes behind the colon and without parameters.
std::string endpoint_name(std::string_view uri);

}  // namespace kamel::cli
