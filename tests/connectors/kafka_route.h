// KafkaRoute: a test that runs whole routes from and to a mock Kafka.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "connectors/kafka/embedded.h"
#include "engine/catalogs.h"
#include "engine/runtime.h"
#include "tests/connectors/mock_kafka.h"

namespace kamel::testing {

using namespace std::chrono_literals;

inline const Registry& registry() {
  static const Registry all{steps::catalog(), languages::catalog(), formats::catalog(), connectors::catalog()};
  return all;
}

/// Keeps what is logged, and lets a test wait for it.
class KeptLog final : public LogSink {
 public:
  struct Kept {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> lines;
    bool wait_for(std::string_view text, std::chrono::seconds patience = 20s) {
      std::unique_lock lock(mutex);
      return changed.wait_for(lock, patience, [&] { return std::ranges::any_of(lines, [&](const auto& line) { return line.find(text) != std::string::npos; }); });
    }
    std::size_t count(std::string_view text) {
      const std::lock_guard lock(mutex);
      return static_cast<std::size_t>(std::ranges::count_if(lines, [&](const auto& line) { return line.find(text) != std::string::npos; }));
    }
  };
  explicit KeptLog(std::shared_ptr<Kept> kept) : kept_(std::move(kept)) {}
  bool enabled(std::string_view, LogLevel level) const noexcept override { return level >= LogLevel::Info; }
  void report(LogLevel level, std::string_view message) override { log("", level, message); }
  void log(std::string_view, LogLevel, std::string_view message) override {
    const std::lock_guard lock(kept_->mutex);
    kept_->lines.emplace_back(message);
    kept_->changed.notify_all();
  }

 private:
  std::shared_ptr<Kept> kept_;
};

class KafkaRoute : public ::testing::Test {
 protected:
  void start(const std::string& yaml, unsigned workers = 1, std::size_t credits = 1000) {
    if (!runtime) {
      runtime = std::make_unique<Runtime>(registry(), RuntimeOptions{.workers = workers, .credits = credits});
      runtime->context().set_log(std::make_unique<KeptLog>(log));
      if (embedded) kafka::EmbeddedKafka::allow(runtime->context());
    }
    if (yaml.empty()) return;
    Diagnostics diagnostics;
    Properties properties;
    if (!embedded) properties.set("camel.component.kafka.brokers", kafka.brokers());
    RouteSet set = load_routes({std::make_shared<Source>(Source{"test.yaml", yaml})}, properties, diagnostics);
    const Applied applied = runtime->apply(std::move(set), diagnostics);
    ASSERT_TRUE(applied.ok) << diagnostics.text();
  }
  /// Stops as a good process does: everything settled and committed.
  void stop() {
    if (!runtime) return;
    EXPECT_TRUE(runtime->drain(30s));
    runtime.reset();
  }
  void TearDown() override { stop(); }

  void send(const std::string& uri, Value body, const std::vector<std::pair<std::string, Value>>& headers = {},
            const std::function<void(Exchange&)>& done = [](Exchange& exchange) { EXPECT_EQ(exchange.exception.text(), ""); }) {
    const auto sent = runtime->send_and_wait(
        uri, Pattern::InOnly,
        [&](Exchange& exchange) {
          exchange.message.body = std::move(body);
          for (const auto& [name, value] : headers) exchange.message.headers.set(name, value);
        },
        done);
    ASSERT_TRUE(sent) << sent.error().text();
  }
  std::string to(const std::string& rest) const { return "kafka:" + rest + (rest.find('?') == std::string::npos ? "?" : "&") + "brokers=" + kafka.brokers(); }

  MockKafka kafka;
  bool embedded = false;
  std::shared_ptr<KeptLog::Kept> log = std::make_shared<KeptLog::Kept>();
  std::unique_ptr<Runtime> runtime;
};

inline std::vector<std::string> values(const std::vector<MockKafka::Written>& records) {
  std::vector<std::string> out;
  for (const MockKafka::Written& record : records) out.push_back(record.value.value_or("(null)"));
  return out;
}

}  // namespace kamel::testing
