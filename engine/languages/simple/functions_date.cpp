// date:command, date:command:pattern, date-with-timezone:command:zone:pattern.
#include <charconv>

#include "engine/convert.h"
#include "engine/date.h"
#include "engine/date_format.h"
#include "engine/executor.h"
#include "engine/languages/simple/functions.h"

namespace kamel::simple {
namespace {

// Java's long: what does not fit wraps around.
std::int64_t plus(std::int64_t a, std::int64_t b) { return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b)); }
std::int64_t times(std::int64_t a, std::int64_t b) { return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b)); }

/// "1h30m", "90s", "1000ms", "1000": milliseconds; 0 for what is none of them, as Camel has it. `whole` is what is blamed for a number that is no long.
std::int64_t milliseconds(std::string_view text, const Piece& whole) {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < text.size();) {
    std::int64_t number = 0;
    const std::size_t begin = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    if (i == begin) return total;
    const std::string_view digits = text.substr(begin, i - begin);
    if (std::from_chars(digits.begin(), digits.end(), number).ec != std::errc()) Compiler::fail(whole, "For input string: \"" + std::string(digits) + "\"");
    std::size_t end = i;
    while (end < text.size() && (text[end] < '0' || text[end] > '9')) ++end;
    const std::string_view unit = trim(text.substr(i, end - i));
    if (unit.empty() || unit == "ms") total = plus(total, number);
    if (unit == "s") total = plus(total, times(number, 1000));
    if (unit == "m") total = plus(total, times(number, 60'000));
    if (unit == "h") total = plus(total, times(number, 3'600'000));
    if (unit == "d") total = plus(total, times(number, 86'400'000));
    i = end;
  }
  return total;
}

struct Command {
  enum class From : std::uint8_t { Now, Millis, Created, Header, Variable, Property, File, Unknown };
  From from = From::Unknown;
  Slice name;        // of the header, variable or property
  std::string text;  // as written, for messages
  std::int64_t offset = 0;
};

/// "header.x+1d-2h": an offset begins with a sign and a digit.
Command parse(std::string_view text, const Piece& whole) {
  Command out;
  std::size_t end = text.size();
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] != '+' && text[i] != '-') continue;
    const std::string_view rest = trim(text.substr(i + 1));
    if (rest.empty() || rest.front() < '0' || rest.front() > '9') continue;
    end = std::min(end, i);
    std::size_t stop = i + 1;
    while (stop < text.size() && text[stop] != '+' && text[stop] != '-') ++stop;
    out.offset = plus(out.offset, times(text[i] == '-' ? -1 : 1, milliseconds(trim(text.substr(i + 1, stop - i - 1)), whole)));
  }
  const std::string_view command = trim(text.substr(0, end));
  out.text = command;
  using From = Command::From;
  if (command == "now") out.from = From::Now;
  if (command == "millis") out.from = From::Millis;
  if (command == "exchangeCreated") out.from = From::Created;
  if (command == "file") out.from = From::File;
  for (const auto& [prefix, from] :
       {std::pair("header.", From::Header), std::pair("variable.", From::Variable), std::pair("exchangeProperty.", From::Property)}) {
    if (!command.starts_with(prefix)) continue;
    out.from = from;
    out.name = Slice(command.substr(std::string_view(prefix).size()));
  }
  return out;
}

Error no_date(const Command& command) {
  return Error("java.lang.IllegalArgumentException", "Cannot find Date/long object at command: " + command.text);
}

Result<std::int64_t> moment(const Command& command, Exchange& exchange) {
  Value value;
  switch (command.from) {
    case Command::From::Now:
    case Command::From::Millis:
      return plus(now_ms(), command.offset);
    case Command::From::Created:
      return plus(Executor::created_ms(exchange), command.offset);
    case Command::From::Header:
      value = exchange.message.headers.get(command.name);
      break;
    case Command::From::Variable:
      value = exchange.variables.get(command.name);
      break;
    case Command::From::Property:
      value = exchange.properties.get(command.name);
      break;
    case Command::From::File:
      value = exchange.message.headers.get("CamelFileLastModified");
      if (value.is_null()) return Error("java.lang.IllegalArgumentException", "Cannot find CamelFileLastModified header at command: file");
      break;
    case Command::From::Unknown:
      return Error("java.lang.IllegalArgumentException", "Command not supported for dateExpression: " + command.text);
  }
  const auto* date = value.object_as<Date>();
  if (date == nullptr && value.kind() != Value::Kind::Long) return no_date(command);
  return plus(date != nullptr ? date->ms() : value.as_whole(), command.offset);
}

ExpressionPtr date_of(Command command) {
  return compute([command = std::move(command)](Exchange& exchange) -> Result<Value> {
    const auto ms = moment(command, exchange);
    if (!ms) return ms.error();
    if (command.from == Command::From::Millis) return Value(*ms);
    return Value(std::make_unique<Date>(*ms));
  });
}

ExpressionPtr formatted(Command command, std::shared_ptr<const TimeZone> zone, std::string_view pattern) {
  Error wrong;
  if (const auto checked = check_date_pattern(pattern); !checked) wrong = checked.error();
  return compute(
      [command = std::move(command), zone = std::move(zone), pattern = std::string(pattern), wrong](Exchange& exchange) -> Result<Value> {
        const auto ms = moment(command, exchange);
        if (!ms) return ms.error();
        if (wrong) return wrong;
        SliceBuilder out(pattern.size() + 16);
        format_date(*ms, pattern, zone ? *zone : TimeZone::local(), out);
        return Value(out.finish());
      });
}

}  // namespace

ExpressionPtr date_function(Compiler& compiler, const Piece& text) {
  if (const auto rest = after(text, "date:")) {
    const std::size_t colon = rest->text.find(':');
    Command command = parse(rest->text.substr(0, colon), text);
    if (command.from == Command::From::Millis && compiler.level() == Level::Camel414) command.from = Command::From::Unknown;
    if (colon == std::string_view::npos || colon + 1 == rest->text.size()) return date_of(std::move(command));
    return formatted(std::move(command), nullptr, rest->text.substr(colon + 1));
  }
  if (const auto rest = after(text, "date-with-timezone:")) {
    const std::size_t zone = rest->text.find(':');
    const std::size_t pattern = zone == std::string_view::npos ? zone : rest->text.find(':', zone + 1);
    if (pattern == std::string_view::npos) {
      Compiler::fail(text, "Valid syntax: ${date-with-timezone:command:timezone:pattern} was: " + std::string(text.text));
    }
    return formatted(parse(rest->text.substr(0, zone), text), TimeZone::find(rest->text.substr(zone + 1, pattern - zone - 1)),
                     rest->text.substr(pattern + 1));
  }
  return nullptr;
}

}  // namespace kamel::simple
