#include "operator/cron/schedule.h"

#include "dsl/fields.h"
#include "dsl/yaml.h"
#include "operator/text/yaml.h"

namespace kamel::cluster {
namespace {

constexpr std::string_view kOnce = "timer:camel-k-overridden-cron?delay=0&period=1&repeatCount=1";

bool keeps_time(std::string_view scheme) { return scheme == "timer" || scheme == "cron" || scheme == "quartz"; }

std::optional<std::string> timer_schedule(const EndpointUri& uri) {
  for (std::string_view other : {"delay", "repeatCount", "time", "fixedRate"}) {
    if (uri.find(other) != nullptr) return std::nullopt;
  }
  const auto period = parse_duration(uri.get("period").value_or("1000"));
  return period ? schedule_of(*period) : std::nullopt;
}

// Whether Kubernetes has all that a field of Quartz says: it has names of months and days, but no L, W or #.
bool known_field(const std::string& field) {
  constexpr std::string_view kSigns = "0123456789*/,-?";
  constexpr std::string_view kNames = " JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC SUN MON TUE WED THU FRI SAT ";
  std::string name;
  for (const char c : field + ",") {
    if (c >= 'A' && c <= 'Z') name += c;
    else if (c >= 'a' && c <= 'z') name += static_cast<char>(c - 'a' + 'A');
    else if (kSigns.find(c) == std::string_view::npos || (!name.empty() && kNames.find(" " + name + " ") == std::string_view::npos)) return false;
    else name.clear();
  }
  return true;
}

// The days of a week, which Quartz counts from 1 and Kubernetes from 0; how many days a step has stays. nullopt: there is no such day.
std::optional<std::string> week_days(const std::string& field) {
  std::string out;
  for (std::size_t i = 0; i < field.size(); ++i) {
    const bool digit = field[i] >= '0' && field[i] <= '9';
    if (!digit || out.ends_with('/')) {
      out += field[i];
    } else {
      if (field[i] < '1' || field[i] > '7' || (i + 1 < field.size() && field[i + 1] >= '0' && field[i + 1] <= '9')) return std::nullopt;
      out += static_cast<char>(field[i] - 1);
    }
  }
  return out;
}

// Quartz has seconds, and maybe a year; Kubernetes has neither.
std::optional<std::string> five_fields(std::string text) {
  for (char& c : text) {
    if (c == '+') c = ' ';
  }
  std::vector<std::string> words = parts(text, ' ');
  std::erase(words, "");
  if (words.size() < 5 || words.size() > 7) return std::nullopt;
  const std::size_t first = words.size() == 5 ? 0 : 1;
  if (first == 1 && words[0].find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  if (first == 1) {
    const auto days = week_days(words[5]);
    if (!days) return std::nullopt;
    words[5] = *days;
  }
  std::string out;
  for (std::size_t i = first; i < first + 5; ++i) {
    if (!known_field(words[i])) return std::nullopt;
    out += (i > first ? " " : "") + (words[i] == "?" ? "*" : words[i]);
  }
  return out;
}

std::optional<std::string> schedule_of(const EndpointUri& uri) {
  if (uri.scheme == "timer") return timer_schedule(uri);
  for (std::string_view other : {"fireNow", "customCalendar", "startDelayedSeconds"}) {
    if (uri.find(other) != nullptr) return std::nullopt;
  }
  const auto text = uri.get(uri.scheme == "quartz" ? "cron" : "schedule");
  return text ? five_fields(*text) : std::nullopt;
}

void rewrite(Node& node, bool& changed) {
  for (Node& item : node.items) rewrite(item, changed);
  for (Node::Entry& entry : node.entries) {
    if (entry.key == "from") {
      Node* uri = entry.value.is_map() ? const_cast<Node*>(entry.value.find("uri")) : &entry.value;
      if (uri != nullptr && keeps_time(std::string_view(uri->text).substr(0, uri->text.find(':')))) {
        uri->text = kOnce;
        uri->quoted = true;
        std::erase_if(entry.value.entries, [](const Node::Entry& option) { return option.key == "parameters"; });
        changed = true;
      }
    }
    rewrite(entry.value, changed);
  }
}

}  // namespace

std::optional<std::string> schedule_of(std::chrono::milliseconds period) {
  using namespace std::chrono;
  if (period <= 0ms || period % minutes(1) != 0ms) return std::nullopt;
  const auto whole = duration_cast<minutes>(period).count();
  if (whole < 60 && 60 % whole == 0) return whole == 1 ? "* * * * *" : "*/" + std::to_string(whole) + " * * * *";
  const auto in_hours = whole / 60;
  if (whole % 60 != 0 || in_hours > 24 || 24 % in_hours != 0) return std::nullopt;
  if (in_hours == 24) return "0 0 * * *";
  return in_hours == 1 ? "0 * * * *" : "0 */" + std::to_string(in_hours) + " * * *";
}

std::optional<std::string> common_schedule(const RouteFacts& facts) {
  constexpr std::string_view kPassive[] = {"direct", "seda", "log", "mock", "stub", "dataset", "controlbus", "bean", "class", "language", "ref", "validator"};
  std::optional<std::string> common;
  for (const EndpointUri& uri : facts.from) {
    if (!keeps_time(uri.scheme)) {
      bool passive = is_http_scheme(uri.scheme);
      for (std::string_view scheme : kPassive) passive |= uri.scheme == scheme;
      if (!passive) return std::nullopt;
      continue;
    }
    const auto own = schedule_of(uri);
    if (!own || (common && *common != *own)) return std::nullopt;
    common = own;
  }
  return common;
}

void start_once(Program& program, Diagnostics& diagnostics) {
  for (ProgramFile& file : program.sources) {
    const auto source = std::make_shared<const Source>(Source{file.name, file.text});
    bool changed = false;
    json::array items;
    for (Node& document : yaml::parse(source, diagnostics)) {
      rewrite(document, changed);
      for (const Node& item : document.items) items.push_back(to_json(item));
    }
    if (changed) file.text = to_yaml(json::value(std::move(items)));
  }
}

}  // namespace kamel::cluster
