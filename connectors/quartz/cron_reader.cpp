// CronReader: takes a cron expression apart.
#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

#include "connectors/quartz/cron_expression.h"

namespace kamel::connectors {
namespace {

struct Part {
  std::string_view name;  // as messages of Quartz have it
  int low, high, most_step;
};
enum PartIndex : std::uint8_t { Second, Minute, Hour, Day, Month, Weekday, Year };
constexpr Part kParts[] = {
    {"Minute and Second", 0, 59, 59}, {"Minute and Second", 0, 59, 59}, {"Hour", 0, 23, 23}, {"Day of month", 1, 31, 31},
    {"Month", 1, 12, 12},             {"Day-of-Week", 1, 7, 7},         {"Year", CronExpression::kFirstYear, CronExpression::kLastYear, 1000000},
};
constexpr std::array<std::string_view, 12> kMonths = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> kWeekdays = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> items;
  while (true) {
    const auto begin = text.find_first_not_of(separators);
    if (begin == text.npos) return items;
    text.remove_prefix(begin);
    const auto end = std::min(text.find_first_of(separators), text.size());
    items.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

template <std::size_t N>
std::optional<int> index_of(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? std::nullopt : std::optional(static_cast<int>(found - names.begin()) + 1);
}

}  // namespace

/// Reads one expression, item by item; the first thing that is wrong is kept.
class CronReader {
 public:
  Result<CronExpression> read(std::string_view text) {
    std::string upper(text);
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    const auto parts = split(upper, " \t");
    if (parts.size() > std::size(kParts)) return failure("Invalid expression has too many terms: " + upper);
    for (std::size_t i = 0; i < parts.size() && why_.empty(); ++i) part(static_cast<PartIndex>(i), parts[i]);
    if (why_.empty() && parts.size() <= Weekday) fail("Unexpected end of expression.");
    if (parts.size() <= Year) made_.years_.set();
    if (why_.empty() && made_.days_.any == made_.weekdays_.any) {
      fail(made_.days_.any ? "'?' can only be specified for Day-of-Month -OR- Day-of-Week."
                           : "Support for specifying both a day-of-week AND a day-of-month parameter is not implemented.");
    }
    if (!why_.empty()) return failure(why_);
    return made_;
  }

 private:
  static Error failure(std::string why) { return Error("java.text.ParseException", std::move(why)); }

  void fail(std::string why) {
    if (why_.empty()) why_ = std::move(why);
  }

  void part(PartIndex index, std::string_view text) {
    if (index == Weekday && text.find('L') != text.npos && text.size() > 1 && text.find(',') != text.npos) {
      return fail("Support for specifying 'L' with other days of the week is not implemented");
    }
    if (index == Weekday && std::ranges::count(text, '#') > 1) return fail("Support for specifying multiple \"nth\" days is not implemented.");
    for (const std::string_view item : split(text, ",")) {
      rest_ = item;
      this->item(index);
      if (why_.empty() && !rest_.empty()) fail("Unexpected character '" + std::string(rest_.substr(0, 1)) + "' in '" + std::string(item) + "'");
    }
  }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<int> number() {
    std::size_t digits = 0;
    int value = 0;
    while (digits < rest_.size() && digits < 7 && rest_[digits] >= '0' && rest_[digits] <= '9') value = value * 10 + (rest_[digits++] - '0');
    if (digits == 0) return std::nullopt;
    rest_.remove_prefix(digits);
    return value;
  }

  // A number or a name, in its range.
  std::optional<int> value(PartIndex index) {
    auto found = number();
    if (!found && !rest_.empty() && (index == Month || index == Weekday) && std::isalpha(static_cast<unsigned char>(rest_[0])) != 0) {
      const auto name = rest_.substr(0, 3);
      found = index == Month ? index_of(kMonths, name) : index_of(kWeekdays, name);
      if (!found) return fail("Invalid " + std::string(kParts[index].name) + " value: '" + std::string(name) + "'"), std::nullopt;
      rest_.remove_prefix(name.size());
    }
    if (!found) return fail(rest_.empty() ? "Unexpected end of expression." : "Illegal characters for this position: '" + std::string(rest_.substr(0, 3)) + "'"), std::nullopt;
    const Part& part = kParts[index];
    if (*found < part.low || *found > part.high) {
      return fail(std::string(part.name) + " values must be between " + std::to_string(part.low) + " and " + std::to_string(part.high)), std::nullopt;
    }
    return found;
  }

  // The number behind a slash, or 0 without a slash.
  int step(PartIndex index) {
    if (!take('/')) return 0;
    const auto given = number();
    if (!given || *given == 0) return fail("'/' must be followed by an integer."), 0;
    if (*given > kParts[index].most_step) return fail("Increment > " + std::to_string(kParts[index].most_step + (index <= Hour ? 1 : 0)) + " : " + std::to_string(*given)), 0;
    return *given;
  }

  void item(PartIndex index) {
    if (take('?')) return unspecified(index);
    if (index == Day && rest_.starts_with('L')) return last_day();
    if (index == Weekday && rest_ == "L") {
      rest_ = {};
      return set(index, 7);
    }
    if (rest_.starts_with('*') || rest_.starts_with('/')) {
      take('*');
      return range(index, kParts[index].low, kParts[index].high, std::max(step(index), 1));
    }
    const auto first = value(index);
    if (!first || special(index, *first)) return;
    if (take('-')) {
      const auto last = value(index);
      if (last) range(index, *first, *last, std::max(step(index), 1));
    } else if (const int every = step(index)) {
      range(index, *first, kParts[index].high, every);
    } else {
      set(index, *first);
    }
  }

  void unspecified(PartIndex index) {
    if (index != Day && index != Weekday) return fail("'?' can only be specified for Day-of-Month or Day-of-Week.");
    (index == Day ? made_.days_.any : made_.weekdays_.any) = true;
  }

  // L, LW, L-3, L-3W
  void last_day() {
    take('L');
    int offset = 0;
    if (take('-')) offset = number().value_or(0);
    if (offset > 30) return fail("Offset from last day must be <= 30");
    (take('W') ? made_.days_.nearest_from_end : made_.days_.from_end).set(static_cast<std::size_t>(offset));
  }

  // What may follow a day: 15W, 6L, 6#3.
  bool special(PartIndex index, int day) {
    if (index == Day && take('W')) return made_.days_.nearest.set(static_cast<std::size_t>(day)), true;
    if (index != Weekday) return false;
    if (take('L')) {
      made_.weekdays_.last = true;
    } else if (take('#')) {
      made_.weekdays_.nth = number().value_or(0);
      if (made_.weekdays_.nth < 1 || made_.weekdays_.nth > 5) fail("A numeric value between 1 and 5 must follow the '#' option");
    } else {
      return false;
    }
    return set(index, day), true;
  }

  void range(PartIndex index, int first, int last, int every) {
    if (!why_.empty()) return;
    const Part& part = kParts[index];
    const int size = part.high - part.low + 1;
    if (last < first && index == Year) return fail("Start year must be less than stop year");
    if (last < first) last += size;
    for (int value = first; value <= last; value += every) set(index, (value - part.low) % size + part.low);
  }

  void set(PartIndex index, int value) {
    const auto place = static_cast<std::size_t>(value);
    switch (index) {
      case Second: made_.seconds_.set(place); break;
      case Minute: made_.minutes_.set(place); break;
      case Hour: made_.hours_.set(place); break;
      case Day: made_.days_.fixed.set(place); break;
      case Month: made_.months_.set(place); break;
      case Weekday: made_.weekdays_.days.set(place); break;
      case Year: made_.years_.set(place - CronExpression::kFirstYear); break;
    }
  }

  CronExpression made_;
  std::string_view rest_;
  std::string why_;
};

Result<CronExpression> CronExpression::parse(std::string_view text) { return CronReader().read(text); }

}  // namespace kamel::connectors
