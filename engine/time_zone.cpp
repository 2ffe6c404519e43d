#include "engine/time_zone.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>

namespace kamel {
namespace {

constexpr std::int64_t kDay = 86400;

/// Big-endian numbers from a zone file; zeros past the end.
class Reader {
 public:
  explicit Reader(std::string_view data) : data_(data) {}
  std::int64_t number(std::size_t bytes) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < bytes; ++i) out = out << 8 | byte();
    if (bytes == 4) return static_cast<std::int32_t>(out);
    return static_cast<std::int64_t>(out);
  }
  std::uint8_t byte() { return at_ < data_.size() ? static_cast<std::uint8_t>(data_[at_++]) : std::uint8_t{0}; }
  void skip(std::size_t bytes) { at_ = std::min(data_.size(), at_ + bytes); }
  std::string_view rest() const { return data_.substr(at_); }
  std::string_view take(std::size_t bytes) {
    const auto out = data_.substr(at_, bytes);
    skip(bytes);
    return out;
  }

 private:
  std::string_view data_;
  std::size_t at_ = 0;
};

struct Header {
  std::size_t utc, standard, leaps, times, types, characters;
};

Header read_header(Reader& in) {
  in.skip(20);
  Header out{};
  for (std::size_t* field : {&out.utc, &out.standard, &out.leaps, &out.times, &out.types, &out.characters}) {
    *field = static_cast<std::size_t>(in.number(4)) & 0xFFFFF;
  }
  return out;
}

int take_number(std::string_view& text) {
  int out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return out;
}

/// h[:mm[:ss]] with a sign.
int take_time(std::string_view& text) {
  int sign = 1;
  if (text.starts_with('+') || text.starts_with('-')) {
    sign = text.front() == '-' ? -1 : 1;
    text.remove_prefix(1);
  }
  int seconds = take_number(text) * 3600;
  for (int unit = 60; text.starts_with(':') && unit > 0; unit /= 60) {
    text.remove_prefix(1);
    seconds += take_number(text) * unit;
  }
  return sign * seconds;
}

std::string take_name(std::string_view& text) {
  std::string out;
  if (text.starts_with('<')) {
    const auto end = std::min(text.find('>'), text.size() - 1);
    out = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    return out;
  }
  while (!text.empty() && ((text.front() | 0x20) >= 'a' && (text.front() | 0x20) <= 'z')) {
    out += text.front();
    text.remove_prefix(1);
  }
  return out;
}

/// "GMT+2", "GMT-03:30", "GMT+0330": seconds east of UTC.
std::optional<std::int32_t> fixed_offset(std::string_view id) {
  if (!id.starts_with("GMT") || id.size() < 5 || (id[3] != '+' && id[3] != '-')) return std::nullopt;
  std::string_view rest = id.substr(4);
  int hours = 0, minutes = 0;
  if (rest.size() == 4 && rest.find(':') == std::string_view::npos) {
    std::string_view h = rest.substr(0, 2), m = rest.substr(2);
    hours = take_number(h);
    minutes = take_number(m);
  } else {
    hours = take_number(rest);
    if (rest.starts_with(':')) {
      rest.remove_prefix(1);
      minutes = take_number(rest);
    }
    if (!rest.empty()) return std::nullopt;
  }
  if (hours > 23 || minutes > 59) return std::nullopt;
  return (id[3] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

std::string fixed_name(std::int32_t offset) {
  if (offset == 0) return "GMT";
  const auto two = [](std::int32_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  const std::int32_t minutes = std::abs(offset) / 60;
  return std::string("GMT") + (offset < 0 ? '-' : '+') + two(minutes / 60) + ":" + two(minutes % 60);
}

bool is_safe_id(std::string_view id) {
  return !id.empty() && id.front() != '/' && id.find("..") == std::string_view::npos &&
         std::ranges::all_of(id, [](char c) { return c > ' ' && c != '\\' && c < 127; });
}

}  // namespace

std::int64_t days_from_civil(std::int64_t year, int month, int day) noexcept {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t of_era = year - era * 400;
  const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

Civil civil_from_days(std::int64_t days) noexcept {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t of_era = days - era * 146097;
  const std::int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  const auto part = static_cast<int>((5 * of_year + 2) / 153);
  const int day = static_cast<int>(of_year - (153 * part + 2) / 5 + 1);
  const int month = part < 10 ? part + 3 : part - 9;
  return {year + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

std::int64_t TimeZone::Rule::moment(std::int64_t year) const {
  const std::int64_t first = days_from_civil(year, month, 1);
  const auto weekday_of_first = static_cast<int>(((first + 4) % 7 + 7) % 7);
  std::int64_t day = first + (weekday - weekday_of_first + 7) % 7 + (week - 1) * 7;
  const std::int64_t next = month == 12 ? days_from_civil(year + 1, 1, 1) : days_from_civil(year, month + 1, 1);
  while (day >= next) day -= 7;
  return day * kDay + seconds;
}

void TimeZone::read_footer(std::string_view text) {
  standard_.name = take_name(text);
  if (standard_.name.empty()) return;
  standard_.seconds = -take_time(text);
  daylight_.name = take_name(text);
  if (daylight_.name.empty()) return;
  daylight_.daylight = true;
  daylight_.seconds = text.empty() || text.front() == ',' ? standard_.seconds + 3600 : -take_time(text);
  for (Rule* rule : {&begins_, &ends_}) {
    if (!text.starts_with(",M")) return;
    text.remove_prefix(2);
    rule->month = take_number(text);
    for (int* part : {&rule->week, &rule->weekday}) {
      if (!text.empty()) text.remove_prefix(1);
      *part = take_number(text);
    }
    if (text.starts_with('/')) {
      text.remove_prefix(1);
      rule->seconds = take_time(text);
    }
  }
  has_rules_ = begins_.month >= 1 && begins_.month <= 12 && ends_.month >= 1 && ends_.month <= 12;
}

bool TimeZone::read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string data{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!data.starts_with("TZif") || data.size() < 44) return false;
  Reader in(data);
  Header header = read_header(in);
  std::size_t wide = 4;
  if (data[4] >= '2') {
    in.skip(header.times * 5 + header.types * 6 + header.characters + header.leaps * 8 + header.standard + header.utc);
    header = read_header(in);
    wide = 8;
  }
  std::vector<std::int64_t> moments;
  for (std::size_t i = 0; i < header.times; ++i) moments.push_back(in.number(wide));
  for (const std::int64_t moment : moments) transitions_.push_back({moment, in.byte()});
  std::vector<std::uint8_t> names;
  for (std::size_t i = 0; i < header.types; ++i) {
    Offset type;
    type.seconds = static_cast<std::int32_t>(in.number(4));
    type.daylight = in.byte() != 0;
    names.push_back(in.byte());
    types_.push_back(type);
  }
  const std::string_view characters = in.take(header.characters);
  for (std::size_t i = 0; i < types_.size(); ++i) {
    const auto name = characters.substr(std::min<std::size_t>(names[i], characters.size()));
    types_[i].name = name.substr(0, name.find('\0'));
  }
  std::erase_if(transitions_, [&](const Transition& each) { return each.type >= types_.size(); });
  in.skip(header.leaps * (wide + 4) + header.standard + header.utc);
  std::string_view footer = in.rest();
  if (footer.starts_with('\n')) read_footer(footer.substr(1, footer.find('\n', 1) - 1));
  return !types_.empty();
}

const TimeZone::Offset& TimeZone::at(std::int64_t seconds) const noexcept {
  if (transitions_.empty() || seconds >= transitions_.back().at) {
    if (has_rules_) {
      const std::int64_t year = civil_from_days((seconds + standard_.seconds) / kDay).year;
      const std::int64_t from = begins_.moment(year) - standard_.seconds, to = ends_.moment(year) - daylight_.seconds;
      const bool daylight = from < to ? seconds >= from && seconds < to : !(seconds >= to && seconds < from);
      return daylight ? daylight_ : standard_;
    }
    return transitions_.empty() ? types_.front() : types_[transitions_.back().type];
  }
  const auto next = std::ranges::upper_bound(transitions_, seconds, {}, &Transition::at);
  if (next != transitions_.begin()) return types_[std::prev(next)->type];
  const auto standard = std::ranges::find(types_, false, &Offset::daylight);
  return standard != types_.end() ? *standard : types_.front();
}

std::shared_ptr<const TimeZone> TimeZone::find(std::string_view id) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const TimeZone>, std::less<>> known;
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(id); found != known.end()) return found->second;
  auto zone = std::make_shared<TimeZone>();
  zone->id_ = id;
  if (const auto offset = fixed_offset(id)) {
    zone->types_ = {{*offset, false, fixed_name(*offset)}};
  } else if (!is_safe_id(id) || !zone->read("/usr/share/zoneinfo/" + std::string(id))) {
    const bool utc = id == "UTC" || id == "Etc/UTC" || id == "Z" || id == "Zulu";
    *zone = TimeZone();
    zone->id_ = utc ? "UTC" : "GMT";
    zone->types_ = {{0, false, zone->id_}};
  }
  return known.emplace(std::string(id), std::move(zone)).first->second;
}

const TimeZone& TimeZone::local() {
  static const std::shared_ptr<const TimeZone> zone = [] {
    if (const char* name = std::getenv("TZ"); name != nullptr && *name != '\0') return find(*name == ':' ? name + 1 : name);
    auto read = std::make_shared<TimeZone>();
    if (!read->read("/etc/localtime")) return find("UTC");
    return std::shared_ptr<const TimeZone>(std::move(read));
  }();
  return *zone;
}

}  // namespace kamel
