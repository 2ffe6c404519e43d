#include "connectors/quartz/cron_expression.h"

#include <algorithm>

namespace kamel::connectors {
namespace {

constexpr int kDay = 86400;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

int days_in_month(const Civil& date) {
  const Civil next = date.month == 12 ? Civil{date.year + 1, 1, 1} : Civil{date.year, date.month + 1, 1};
  return static_cast<int>(days_from_civil(next.year, next.month, 1) - days_from_civil(date.year, date.month, 1));
}

// 1 is Sunday; 1970 began on a Thursday.
int weekday_of(std::int64_t day) { return static_cast<int>(((day + 4) % 7 + 7) % 7) + 1; }

// The weekday (Monday to Friday) of the same month that is nearest to a day.
int nearest_weekday(const Civil& month, int day, int last) {
  const int weekday = weekday_of(days_from_civil(month.year, month.month, day));
  if (weekday == 7) return day == 1 ? 3 : day - 1;
  if (weekday == 1) return day == last ? day - 2 : day + 1;
  return day;
}

/// The moment, in seconds since 1970, at which clocks show a local time; the later one of two.
std::optional<std::int64_t> moment_of(std::int64_t local, const TimeZone& zone) {
  const std::int64_t before = local - zone.at(local - kDay).seconds, after = local - zone.at(local + kDay).seconds;
  for (const std::int64_t moment : {std::max(before, after), std::min(before, after)}) {
    if (moment + zone.at(moment).seconds == local) return moment;
  }
  return std::nullopt;
}

}  // namespace

bool CronExpression::is_month_day(const Civil& date) const {
  const int last = days_in_month(date);
  if (days_.fixed.test(static_cast<std::size_t>(date.day)) || days_.from_end.test(static_cast<std::size_t>(last - date.day))) return true;
  for (int day = 1; day <= last; ++day) {
    const bool wanted = days_.nearest.test(static_cast<std::size_t>(day)) || days_.nearest_from_end.test(static_cast<std::size_t>(last - day));
    if (wanted && nearest_weekday(date, day, last) == date.day) return true;
  }
  return false;
}

bool CronExpression::is_weekday(std::int64_t day, const Civil& date) const {
  if (!weekdays_.days.test(static_cast<std::size_t>(weekday_of(day)))) return false;
  if (weekdays_.last) return date.day + 7 > days_in_month(date);
  return weekdays_.nth == 0 || (date.day - 1) / 7 + 1 == weekdays_.nth;
}

bool CronExpression::is_day(std::int64_t day, const Civil& date) const { return weekdays_.any ? is_month_day(date) : is_weekday(day, date); }

// The first second of a day, from one on, that is named; -1: none is left.
int CronExpression::second_of_day_from(int second) const {
  for (int hour = second / 3600; hour < 24; ++hour) {
    if (!hours_.test(static_cast<std::size_t>(hour))) continue;
    for (int minute = std::max(second - hour * 3600, 0) / 60; minute < 60; ++minute) {
      if (!minutes_.test(static_cast<std::size_t>(minute))) continue;
      for (int rest = std::max(second - hour * 3600 - minute * 60, 0); rest < 60; ++rest) {
        if (seconds_.test(static_cast<std::size_t>(rest))) return hour * 3600 + minute * 60 + rest;
      }
    }
  }
  return -1;
}

std::optional<std::int64_t> CronExpression::next(std::int64_t after_ms, const TimeZone& zone) const {
  const std::int64_t after = floor_div(after_ms, 1000);
  const std::int64_t start = after + 1 + zone.at(after + 1).seconds;
  int second = static_cast<int>(start - floor_div(start, kDay) * kDay);
  for (std::int64_t day = floor_div(start, kDay);;) {
    const Civil date = civil_from_days(day);
    if (date.year > kLastYear) return std::nullopt;
    std::int64_t next_day = day + 1;
    if (date.year < kFirstYear || !years_.test(static_cast<std::size_t>(date.year - kFirstYear))) {
      next_day = days_from_civil(date.year + 1, 1, 1);
    } else if (!months_.test(static_cast<std::size_t>(date.month))) {
      next_day = days_from_civil(date.year + date.month / 12, date.month % 12 + 1, 1);
    } else if (is_day(day, date)) {
      while ((second = second_of_day_from(second)) >= 0) {
        const auto moment = moment_of(day * kDay + second, zone);
        if (moment && *moment > after) return *moment * 1000;
        ++second;
      }
    }
    day = next_day;
    second = 0;
  }
}

}  // namespace kamel::connectors
