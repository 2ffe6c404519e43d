// Routes: a runtime with routes from YAML text and every part of the real binary, for tests.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/mock.h"
#include "engine/catalogs.h"
#include "engine/runtime.h"

namespace kamel::test {

/// How an exchange came back.
struct Reply {
  Message message;
  ExchangeProperties properties;
  Error exception;
  bool route_stop = false;
  std::string body() const;
};

/// Remembers what kamel reports instead of printing it, so that a test's output stays readable.
class QuietLog final : public LogSink {
 public:
  bool enabled(std::string_view, LogLevel level) const noexcept override { return level >= LogLevel::Info; }
  void log(std::string_view logger, LogLevel level, std::string_view message) override;
  void report(LogLevel level, std::string_view message) override;
  std::vector<std::string> lines() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

class Routes {
 public:
  explicit Routes(std::string_view yaml, unsigned workers = 1, std::size_t credits = 1000);
  /// Stops the sources and waits until the last exchange has ended, for 5 s at most (see LeftBehind).
  ~Routes();
  Routes(const Routes&) = delete;
  Routes& operator=(const Routes&) = delete;
  /// Turns the running routes into those of `yaml`. The diagnostics' text, "" when all is well.
  std::string apply(std::string_view yaml);
  /// What the first apply reported.
  const std::string& problems() const noexcept { return problems_; }
  Reply send(const std::string& uri, Value body, std::vector<std::pair<std::string, Value>> headers = {}, Pattern pattern = Pattern::InOut);
  /// Bodies that arrived at a mock endpoint, as text.
  std::vector<std::string> arrived(const std::string& mock) const;
  bool wait(const std::string& mock, std::uint64_t count) const;
  Runtime& runtime() noexcept { return *runtime_; }
  QuietLog& log() noexcept { return *log_; }

 private:
  static const Registry& registry();
  std::size_t alive();  // exchanges, children included
  std::unique_ptr<Runtime> runtime_;
  QuietLog* log_ = nullptr;
  std::shared_ptr<connectors::MockBoard> mocks_;
  std::string problems_;
};

}  // namespace kamel::test
