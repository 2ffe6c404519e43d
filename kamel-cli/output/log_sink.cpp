#include "kamel-cli/output/log_sink.h"

#include <unistd.h>

#include <array>
#include <ctime>

#include "dsl/json.h"

namespace kamel::cli {
namespace {

// "2026-01-31 12:34:56.789", or with T and Z in UTC. The seconds are formatted once each.
void append_time(bool utc, std::string& out) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  thread_local time_t second = -1;
  thread_local std::array<char, 32> text{};
  thread_local std::size_t length = 0;
  if (now.tv_sec != second) {
    tm parts{};
    if (utc)
      gmtime_r(&now.tv_sec, &parts);
    else
      localtime_r(&now.tv_sec, &parts);
    length = std::strftime(text.data(), text.size(), utc ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%d %H:%M:%S", &parts);
    second = now.tv_sec;
  }
  out.append(text.data(), length);
  const auto ms = static_cast<unsigned>(now.tv_nsec / 1'000'000);
  out += '.';
  out += static_cast<char>('0' + ms / 100);
  out += static_cast<char>('0' + ms / 10 % 10);
  out += static_cast<char>('0' + ms % 10);
  if (utc) out += 'Z';
}

std::string_view colour_of(LogLevel level) {
  if (level == LogLevel::Error) return "\033[1;31m";
  if (level == LogLevel::Warn) return "\033[33m";
  return level == LogLevel::Info ? "\033[32m" : "\033[2m";
}

class StderrSink final : public LogSink {
 public:
  explicit StderrSink(const LogStyle& style) : style_(style) {}
  bool enabled(std::string_view, LogLevel level) const noexcept override { return level >= style_.level && level != LogLevel::Off; }
  void log(std::string_view logger, LogLevel level, std::string_view message) override {
    thread_local std::string line;
    line.clear();
    if (style_.json)
      append_json(logger, level, message, line);
    else
      append_text(logger, level, message, line);
    write_all(line);
  }
  void report(LogLevel level, std::string_view message) override {
    if (enabled("kamel", level)) log("kamel", level, message);
  }

 private:
  void append_text(std::string_view logger, LogLevel level, std::string_view message, std::string& line) const {
    append_time(false, line);
    line += ' ';
    if (style_.colour) line += colour_of(level);
    line += name_of(level);
    line.append(name_of(level).size() < 5 ? 5 - name_of(level).size() : 0, ' ');
    if (style_.colour) line += "\033[0m";
    line += ' ';
    if (style_.colour) line += "\033[36m";
    line += logger;
    if (style_.colour) line += "\033[0m";
    line.append(": ").append(message) += '\n';
  }

  static void append_json(std::string_view logger, LogLevel level, std::string_view message, std::string& line) {
    line += "{\"timestamp\":\"";
    append_time(true, line);
    line.append("\",\"level\":\"").append(name_of(level)).append("\",\"logger\":");
    SliceBuilder text(message.size() + 64);
    json::write_string(logger, text);
    text.append(",\"message\":");
    json::write_string(message, text);
    line.append(text.view()).append("}\n");
  }

  static void write_all(std::string_view line) {
    while (!line.empty()) {
      const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
      if (written <= 0) return;
      line.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  LogStyle style_;
};

}  // namespace

std::unique_ptr<LogSink> log_sink(const LogStyle& style) { return std::make_unique<StderrSink>(style); }

}  // namespace kamel::cli
