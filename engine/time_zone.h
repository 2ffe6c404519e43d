// TimeZone: offsets of a zone from the system's zone files.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kamel {

/// Immutable once read; any thread.
class TimeZone {
 public:
  struct Offset {
    std::int32_t seconds = 0;  // east of UTC
    bool daylight = false;
    std::string name;  // "CET"
  };

  /// As java.util.TimeZone.getTimeZone: "Europe/Oslo", "GMT+2", "GMT-03:30"; what is not known is GMT. Cached.
  static std::shared_ptr<const TimeZone> find(std::string_view id);
  /// The zone of the process: TZ, else /etc/localtime, else UTC. Read once.
  static const TimeZone& local();
  /// The offset that holds at a moment, in seconds since 1970 UTC.
  const Offset& at(std::int64_t seconds) const noexcept;
  const std::string& id() const noexcept { return id_; }

 private:
  struct Transition {
    std::int64_t at;
    std::uint8_t type;
  };
  /// When a daylight rule begins in a year: the week-th weekday of a month, at a second of the day.
  struct Rule {
    int month = 0, week = 0, weekday = 0, seconds = 7200;
    std::int64_t moment(std::int64_t year) const;
  };

  bool read(const std::string& path);
  void read_footer(std::string_view text);
  std::string id_;
  std::vector<Transition> transitions_;
  std::vector<Offset> types_;
  bool has_rules_ = false;
  Offset standard_, daylight_;
  Rule begins_, ends_;
};

/// Days since 1970 of a date, and back.
std::int64_t days_from_civil(std::int64_t year, int month, int day) noexcept;
struct Civil {
  std::int64_t year;
  int month, day;
};
Civil civil_from_days(std::int64_t days) noexcept;

}  // namespace kamel
