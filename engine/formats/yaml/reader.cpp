// Reading YAML.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "dsl/json.h"
#include "dsl/yaml.h"
#include "engine/date.h"
#include "engine/formats/yaml/emitter.h"

namespace kamel::formats::yaml_text {
namespace {

bool digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }); }

std::optional<Value> word(std::string_view text) {
  static constexpr std::array kTrue = {"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
  static constexpr std::array kFalse = {"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"};
  static constexpr std::array kNull = {"", "~", "null", "Null", "NULL"};
  if (std::ranges::find(kTrue, text) != kTrue.end()) return Value(true);
  if (std::ranges::find(kFalse, text) != kFalse.end()) return Value(false);
  if (std::ranges::find(kNull, text) != kNull.end()) return Value();
  return std::nullopt;
}

/// 1:30 is 90: YAML 1.1 counts in sixties.
std::optional<std::int64_t> sixties(std::string_view text) {
  std::int64_t total = 0;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t colon = std::min(text.find(':', from), text.size());
    const std::string_view part = text.substr(from, colon - from);
    std::int64_t number = 0;
    if (!digits(part) || part.size() > 9 || (from != 0 && part.size() > 2)) return std::nullopt;
    std::from_chars(part.data(), part.data() + part.size(), number);
    if (from != 0 && number > 59) return std::nullopt;
    total = total * 60 + number;
    from = colon + 1;
  }
  return total;
}

std::optional<Value> whole(std::string text) {
  std::erase(text, '_');
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  int base = 10;
  if (rest.starts_with("0x")) {
    base = 16;
    rest.remove_prefix(2);
  } else if (rest.starts_with("0b")) {
    base = 2;
    rest.remove_prefix(2);
  } else if (rest.size() > 1 && rest[0] == '0') {
    base = 8;
    rest.remove_prefix(1);
  }
  if (rest.empty() || rest[0] == '-' || rest[0] == '+') return std::nullopt;
  if (base == 10 && rest.find(':') != std::string_view::npos) {
    const auto total = sixties(rest);
    return total ? std::optional(Value::integer(negative ? -*total : *total)) : std::nullopt;
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number, base);
  if (end != rest.data() + rest.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range && base == 10) {
    if (Result<Value> big = json::parse(Slice(text[0] == '+' ? text.substr(1) : text))) return std::move(*big);  // a BigInteger
  }
  if (error == std::errc::result_out_of_range) return Value(std::stod(text));
  return Value::integer(negative ? -number : number);
}

std::optional<Value> real(std::string text) {
  static constexpr double kInfinite = std::numeric_limits<double>::infinity();
  if (text == ".nan" || text == ".NaN" || text == ".NAN") return Value(std::numeric_limits<double>::quiet_NaN());
  std::erase(text, '_');
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest == ".inf" || rest == ".Inf" || rest == ".INF") return Value(negative ? -kInfinite : kInfinite);
  if (rest.empty() || rest.find_first_not_of("0123456789.eE+-") != std::string_view::npos || rest.find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  if (rest[0] != '.' && (rest[0] < '0' || rest[0] > '9')) return std::nullopt;
  if (rest.find_first_of(".eE") == std::string_view::npos) return std::nullopt;
  double number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc() || end != rest.data() + rest.size()) return std::nullopt;
  return Value(negative ? -number : number);
}

std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto of_era = static_cast<unsigned>(year - era * 400);
  const unsigned of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + static_cast<std::int64_t>(of_era * 365 + of_era / 4 - of_era / 100 + of_year) - 719468;
}

/// 2020-01-01, or with a time: 2020-01-01T10:00:00.5+01:00.
std::optional<Value> date(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t size) -> std::optional<unsigned> {
    unsigned value = 0;
    if (at + size > text.size() || !digits(text.substr(at, size))) return std::nullopt;
    std::from_chars(text.data() + at, text.data() + at + size, value);
    return value;
  };
  const auto year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (!year || !month || !day || *month > 12 || *day > 31) return std::nullopt;
  std::int64_t ms = days_from_civil(*year, *month, *day) * 86'400'000;
  const auto made = [&] { return Value(std::unique_ptr<Object>(std::make_unique<Date>(ms))); };
  if (text.size() == 10) return made();
  const auto hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  if ((text[10] != 'T' && text[10] != 't' && text[10] != ' ') || !hour || !minute || !second) return std::nullopt;
  ms += (*hour * 3600 + *minute * 60 + *second) * std::int64_t{1000};
  std::size_t at = 19;
  if (at < text.size() && text[at] == '.') {
    std::int64_t scale = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) ms += (text[at] - '0') * scale;
  }
  std::string_view zone = text.substr(std::min(at, text.size()));
  while (zone.starts_with(' ')) zone.remove_prefix(1);
  if (zone.empty() || zone == "Z") return made();
  if (zone[0] != '+' && zone[0] != '-') return std::nullopt;
  const std::size_t place = static_cast<std::size_t>(zone.data() - text.data()) + 1;
  const auto hours = number(place, 2), minutes = number(place + 3, 2);
  if (!hours) return std::nullopt;
  const std::int64_t offset = (*hours * 60 + minutes.value_or(0)) * std::int64_t{60'000};
  ms += zone[0] == '+' ? -offset : offset;
  return made();
}

Value value_of(const Node& node) {
  if (node.is_list()) {
    List items;
    for (const Node& item : node.items) items.push_back(value_of(item));
    return Value(std::move(items));
  }
  if (node.is_map()) {
    Map map;
    for (const Node::Entry& entry : node.entries) {
      if (entry.key != "<<" || !entry.value.is_map()) map.set(Slice(entry.key), value_of(entry.value));
    }
    // A merged map gives what is not there already.
    for (const Node::Entry& entry : node.entries) {
      if (entry.key != "<<" || !entry.value.is_map()) continue;
      for (const Node::Entry& merged : entry.value.entries) {
        if (map.find(merged.key) == nullptr) map.set(Slice(merged.key), value_of(merged.value));
      }
    }
    return Value(std::move(map));
  }
  if (node.is_null()) return {};
  return node.quoted ? Value(node.text) : resolve(node.text);
}

}  // namespace

Value resolve(const std::string& text) {
  if (auto known = word(text)) return std::move(*known);
  const char first = text.front();
  const bool numeric = (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
  if (!numeric) return Value(text);
  if (auto number = whole(text)) return std::move(*number);
  if (auto number = real(text)) return std::move(*number);
  if (auto moment = date(text)) return std::move(*moment);
  return Value(text);
}

namespace {

/// SnakeYAML tells where it noticed: in its scanner, its parser, or when it put the tree together.
std::string_view error_class(std::string_view message) {
  for (const std::string_view scanned : {"mapping values", "quote", "tab", "cannot start", "illegal EOF in scalar", "escape"}) {
    if (message.find(scanned) != message.npos) return "org.yaml.snakeyaml.scanner.ScannerException";
  }
  const bool composed = message.find("anchor") != message.npos || message.find("alias") != message.npos;
  return composed ? "org.yaml.snakeyaml.composer.ComposerException" : "org.yaml.snakeyaml.parser.ParserException";
}

}  // namespace

Result<Value> read(std::string text) {
  Diagnostics diagnostics;
  const auto source = std::make_shared<const Source>(Source{"string", std::move(text)});
  const std::vector<Node> documents = yaml::parse(source, diagnostics);
  if (diagnostics.has_errors()) {
    for (const Diagnostic& diagnostic : diagnostics.list()) {
      if (diagnostic.severity != Severity::Error) continue;
      return Error(error_class(diagnostic.message), diagnostic.message + "\n in 'string', line " + std::to_string(diagnostic.mark.line) + ", column " +
                                                                    std::to_string(diagnostic.mark.column));
    }
  }
  if (documents.size() > 1) return Error("org.yaml.snakeyaml.composer.ComposerException", "expected a single document in the stream");
  return documents.empty() ? Value() : value_of(documents.front());
}

}  // namespace kamel::formats::yaml_text
