#include "kamel-cli/eval/log_capture.h"

namespace kamel::cli {
namespace {

class CapturingSink final : public LogSink {
 public:
  explicit CapturingSink(std::shared_ptr<CapturedLog> log) : log_(std::move(log)) {}
  bool enabled(std::string_view, LogLevel level) const noexcept override { return level >= LogLevel::Info && level != LogLevel::Off; }
  void log(std::string_view logger, LogLevel level, std::string_view message) override {
    if (!enabled(logger, level)) return;
    const std::lock_guard lock(log_->mutex);
    log_->lines.push_back({std::string(logger), std::string(message), level});
  }
  void report(LogLevel, std::string_view) override {}

 private:
  std::shared_ptr<CapturedLog> log_;
};

}  // namespace

std::unique_ptr<LogSink> capturing_sink(std::shared_ptr<CapturedLog> log) { return std::make_unique<CapturingSink>(std::move(log)); }

Value output_log(CapturedLog& log) {
  const std::lock_guard lock(log.mutex);
  List out;
  for (const auto& [logger, message, level] : log.lines) {
    out.push_back(Value(Map{{"logger", logger}, {"level", name_of(level)}, {"message", message}}));
  }
  return Value(std::move(out));
}

}  // namespace kamel::cli
