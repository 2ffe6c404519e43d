#include "connectors/exec/command.h"

#include <charconv>

#include "engine/convert.h"

namespace kamel::exec {
namespace {

// A header's value, which is taken off; null where there is none.
Value take(Headers& headers, std::string_view name) {
  Value value = headers.get(name);
  headers.erase(name);
  return value;
}

bool all_texts(const Value& value) {
  if (!value.is_list()) return false;
  for (const Value& item : value.list()) {
    if (!item.is_text()) return false;
  }
  return true;
}

Result<> take_arguments(Program& program, const Value& given) {
  if (given.is_null()) return {};
  if (all_texts(given)) {
    program.arguments.clear();
    for (const Value& item : given.list()) program.arguments.push_back(to_text(item).str());
    return {};
  }
  auto split = split_arguments(to_text(given).view());
  if (!split) return split.error();
  program.arguments = std::move(*split);
  return {};
}

}  // namespace

Result<std::vector<std::string>> split_arguments(std::string_view text) {
  std::vector<std::string> arguments;
  while (true) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == text.npos) return arguments;
    text.remove_prefix(begin);
    if (text.front() != '"') {
      const auto end = std::min(text.find_first_of(" \""), text.size());
      arguments.emplace_back(text.substr(0, end));
      text.remove_prefix(end);
      continue;
    }
    const bool twice = text.starts_with("\"\"");
    const std::string_view quotes = twice ? "\"\"" : "\"";
    const auto end = text.find(quotes, quotes.size());
    if (end == text.npos) return Error("java.lang.IllegalArgumentException", "Invalid quoting found in args " + std::string(text));
    arguments.emplace_back(twice ? text.substr(1, end) : text.substr(1, end - 1));
    text.remove_prefix(end + quotes.size());
  }
}

Result<std::set<std::int64_t>> exit_values_of(std::string_view text) {
  std::set<std::int64_t> values;
  while (!text.empty()) {
    std::string_view item = text.substr(0, text.find(','));
    text.remove_prefix(std::min(item.size() + 1, text.size()));
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(item.data(), item.data() + item.size(), value);
    if (failed != std::errc() || end != item.data() + item.size()) return Error("java.lang.NumberFormatException", "For input string: \"" + std::string(item) + "\"");
    values.insert(value);
  }
  return values;
}

Result<Command> command_of(const Command& endpoint, Exchange& exchange) {
  Command command = endpoint;
  Headers& headers = exchange.message.headers;
  const Value arguments = take(headers, "CamelExecCommandArgs");
  if (arguments.is_null() && command.bad_arguments) return command.bad_arguments;
  if (auto taken = take_arguments(command.program, arguments); !taken) return taken.error();
  if (const Value v = take(headers, "CamelExecCommandExecutable"); !v.is_null()) command.program.executable = to_text(v).str();
  if (const Value v = take(headers, "CamelExecCommandWorkingDir"); !v.is_null()) command.program.directory = to_text(v).str();
  if (const auto ms = to_long(take(headers, "CamelExecCommandTimeout"))) command.program.timeout = std::chrono::milliseconds(*ms);
  if (const Value v = take(headers, "CamelExecExitValues"); !v.is_null()) {
    auto values = exit_values_of(to_text(v).view());
    if (!values) return values.error();
    command.exit_values = std::move(*values);
  }
  if (const Value v = take(headers, "CamelExecCommandOutFile"); !v.is_null()) command.out_file = to_text(v).str();
  if (const auto flag = to_bool(take(headers, "CamelExecUseStderrOnEmptyStdout"))) command.error_output = *flag;
  if (const Value v = take(headers, "CamelExecCommandLogLevel"); !v.is_null()) command.level = parse_log_level(to_text(v).view(), command.level);
  return command;
}

}  // namespace kamel::exec
