// Running: routes written in a test, run for real.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "connectors/mock.h"
#include "engine/catalogs.h"
#include "engine/context.h"
#include "engine/convert.h"
#include "engine/registry.h"
#include "engine/runtime.h"

namespace kamel::testing {

inline const Registry& registry() {
  static const Registry all(steps::catalog(), languages::catalog(), formats::catalog(), connectors::catalog());
  return all;
}

/// Keeps "LEVEL logger message".
class LogLines final : public LogSink {
 public:
  struct Kept {
    std::mutex mutex;
    std::vector<std::string> lines;
    std::vector<std::string> all() {
      const std::lock_guard lock(mutex);
      return lines;
    }
  };
  explicit LogLines(std::shared_ptr<Kept> kept) : kept_(std::move(kept)) {}
  bool enabled(std::string_view, LogLevel level) const noexcept override { return level >= LogLevel::Info; }
  void log(std::string_view logger, LogLevel level, std::string_view message) override {
    const std::lock_guard lock(kept_->mutex);
    kept_->lines.push_back(std::string(name_of(level)) + " " + std::string(logger) + " " + std::string(message));
  }
  void report(LogLevel level, std::string_view message) override {
    const std::lock_guard lock(kept_->mutex);
    kept_->lines.push_back(std::string(name_of(level)) + " * " + std::string(message));
  }

 private:
  std::shared_ptr<Kept> kept_;
};

/// What came back from a send.
struct Back {
  std::string body;
  bool null = false;
  Error error;
  bool route_stop = false;
  std::map<std::string, std::string> headers, properties;
};

class Running {
 public:
  explicit Running(const std::string& yaml, unsigned workers = 1, Properties properties = {})
      : logs(std::make_shared<LogLines::Kept>()), runtime_(std::make_unique<Runtime>(registry(), RuntimeOptions{.name = "test", .workers = workers})) {
    runtime_->context().set_log(std::make_unique<LogLines>(logs));
    mocks = connectors::MockBoard::of(runtime_->context());
    mocks->record(true);
    apply(yaml, std::move(properties));
  }

  Applied apply(const std::string& yaml, Properties properties = {}) {
    Diagnostics problems;
    auto source = std::make_shared<const Source>(Source{"test.yaml", yaml});
    RouteSet set = load_routes({source}, std::move(properties), problems);
    Applied applied = runtime_->apply(std::move(set), problems);
    diagnostics = problems.text();
    return applied;
  }

  Back send(const std::string& uri, Value body, Pattern pattern = Pattern::InOut, std::vector<std::pair<std::string, Value>> headers = {}) {
    Back back;
    const Result<> sent = runtime_->send_and_wait(
        uri, pattern,
        [&](Exchange& exchange) {
          exchange.message.body = body.detached();
          for (const auto& [name, value] : headers) exchange.message.headers.set(name, value.detached());
        },
        [&](Exchange& exchange) {
          back.null = exchange.message.body.is_null();
          back.body = to_text(exchange.message.body).str();
          back.error = exchange.exception;
          back.route_stop = exchange.route_stop;
          for (const auto& entry : exchange.message.headers) back.headers[entry.name.str()] = entry.value.is_null() ? "null" : to_text(entry.value).str();
          for (const auto& entry : exchange.properties) back.properties[entry.name.str()] = to_text(entry.value).str();
        });
    if (!sent) back.error = sent.error();
    return back;
  }

  /// Waits until that many have arrived; fails the test when they do not.
  std::vector<connectors::MockArrival> arrived(const std::string& mock, std::uint64_t count) {
    EXPECT_TRUE(mocks->wait(mock, count, std::chrono::seconds(10))) << mock << " has " << mocks->count(mock);
    return mocks->arrived(mock);
  }
  std::vector<std::string> bodies(const std::string& mock, std::uint64_t count) {
    std::vector<std::string> texts;
    for (const auto& arrival : arrived(mock, count)) texts.push_back(to_text(arrival.message.body).str());
    return texts;
  }

  Runtime& runtime() { return *runtime_; }
  std::shared_ptr<connectors::MockBoard> mocks;
  std::shared_ptr<LogLines::Kept> logs;
  std::string diagnostics;

 private:
  std::unique_ptr<Runtime> runtime_;
};

}  // namespace kamel::testing
