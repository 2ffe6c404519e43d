#include "connectors/threads/throughput.h"

#include <fmt/format.h>

namespace kamel::connectors {
namespace {

double per_second(std::int64_t messages, std::int64_t ms) { return ms == 0 ? 0.0 : static_cast<double>(messages) * 1000.0 / static_cast<double>(ms); }

std::int64_t ms_between(Throughput::Clock::time_point from, Throughput::Clock::time_point to) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count();
}

}  // namespace

Throughput::Throughput(std::string logger, LogLevel level, std::int64_t group) : logger_(std::move(logger)), level_(level), group_(group) {}

void Throughput::count(Context& context) {
  const auto now = Clock::now();
  const std::lock_guard lock(mutex_);
  if (total_ == 0) start_ = group_start_ = now;
  ++total_;
  if (group_ > 0 && total_ % group_ == 0) line(context, now);
}

void Throughput::report(Context& context, bool active_only) {
  const std::lock_guard lock(mutex_);
  if (total_ == 0 || (active_only && total_ == reported_)) return;
  line(context, Clock::now());
}

void Throughput::line(Context& context, Clock::time_point now) {
  const std::int64_t fresh = total_ - reported_;
  const std::int64_t took = ms_between(group_start_, now);
  context.report(level_, fmt::format("{}: Received: {} new messages, with total {} so far. Last group took: {} millis which is: {:.3f} messages per "
                                     "second. average: {:.3f}",
                                     logger_, fresh, total_, took, per_second(fresh, took), per_second(total_, ms_between(start_, now))));
  reported_ = total_;
  group_start_ = now;
}

}  // namespace kamel::connectors
