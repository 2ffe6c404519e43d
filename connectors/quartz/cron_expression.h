// CronExpression: the moments that a cron expression of Quartz names.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>

#include "dsl/error.h"
#include "engine/time_zone.h"

namespace kamel::connectors {

/// Seconds, minutes, hours, days of the month, months, days of the week (1 is Sunday) and, where wanted, years, as Quartz 2.5 reads them
/// (org.quartz.CronExpression): names, lists, ranges that wrap around, steps, L, L-3, LW, 15W, 6L, 6#3, and ? for one of the two kinds of days.
/// Immutable.
class CronExpression {
 public:
  static constexpr int kFirstYear = 1970, kLastYear = 2299;
  /// A day of the month: itself, or counted from the end, or the weekday that is nearest to one of these.
  struct Days {
    std::bitset<32> fixed, nearest;              // 1 to 31
    std::bitset<32> from_end, nearest_from_end;  // 0: the last day
    bool any = false;                            // ?
  };
  struct Weekdays {
    std::bitset<8> days;  // 1 to 7
    int nth = 0;          // the nth of the month only
    bool last = false;    // the last of the month only
    bool any = false;     // ?
  };

  /// Fails with the java.text.ParseException that Quartz throws.
  static Result<CronExpression> parse(std::string_view text);

  /// The first moment after `after_ms`, in milliseconds since 1970; nothing when there is none. A time of day that a change of clocks leaves out is
  /// left out; one that comes twice comes once, the second time.
  std::optional<std::int64_t> next(std::int64_t after_ms, const TimeZone& zone) const;

 private:
  friend class CronReader;
  bool is_day(std::int64_t day, const Civil& date) const;
  bool is_month_day(const Civil& date) const;
  bool is_weekday(std::int64_t day, const Civil& date) const;
  int second_of_day_from(int second) const;

  std::bitset<60> seconds_, minutes_;
  std::bitset<24> hours_;
  std::bitset<13> months_;
  Days days_;
  Weekdays weekdays_;
  std::bitset<kLastYear - kFirstYear + 1> years_;
};

}  // namespace kamel::connectors
