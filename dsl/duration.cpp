// Durations as Camel writes them.
#include <cctype>
#include <charconv>
#include <cmath>

#include "dsl/fields.h"

namespace kamel {
namespace {

struct Unit {
  std::string_view name;
  double milliseconds;
};
constexpr Unit kUnits[] = {
    {"ms", 1},         {"millis", 1},     {"millisecond", 1}, {"milliseconds", 1}, {"s", 1e3},      {"sec", 1e3},     {"secs", 1e3},  {"second", 1e3},
    {"seconds", 1e3},  {"m", 60e3},       {"min", 60e3},      {"mins", 60e3},      {"minute", 60e3}, {"minutes", 60e3}, {"h", 3600e3}, {"hour", 3600e3},
    {"hours", 3600e3}, {"d", 86400e3},    {"day", 86400e3},   {"days", 86400e3},
};

std::string lower(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c != ' ') out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

// A number at the beginning of `text`, cut off from it.
std::optional<double> take_number(std::string_view& text) {
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (failed != std::errc{} || !std::isfinite(value)) return std::nullopt;  // "nan" and "inf" are read, too
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

const Unit* take_unit(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && std::isalpha(static_cast<unsigned char>(text[size])) != 0) ++size;
  for (const Unit& unit : kUnits) {
    if (unit.name != text.substr(0, size)) continue;
    text.remove_prefix(size);
    return &unit;
  }
  return nullptr;
}

// Numbers with units, each but a lone one.
std::optional<double> sum(std::string_view text) {
  double total = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    const auto amount = take_number(text);
    const Unit* unit = amount ? take_unit(text) : nullptr;
    if (unit == nullptr) return std::nullopt;
    total += *amount * unit->milliseconds;
  }
  return total;
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view given) {
  std::string text = lower(given);
  std::int64_t whole = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (failed == std::errc{} && end == text.data() + text.size()) return std::chrono::milliseconds(whole);
  if (text.starts_with('p')) {  // ISO 8601: P1DT2H3M4.5S, where months do not occur
    text.erase(0, 1);
    if (const auto t = text.find('t'); t != std::string::npos) text.erase(t, 1);
  }
  const auto total = sum(text);
  if (!total || *total > 9e15 || *total < -9e15) return std::nullopt;
  return std::chrono::milliseconds(static_cast<std::int64_t>(*total));
}

}  // namespace kamel
