#include "connectors/knative/cesql/value.h"

#include <charconv>

#include "engine/named_values.h"

namespace kamel::cesql {
namespace {

Outcome not_castable(const std::string& text, Type type) {
  return {zero_of(type), Problem::Cast, "'" + text.substr(0, 100) + "' is no " + (type == Type::Integer ? "Integer" : "Boolean")};
}

Outcome to_integer(const std::string& text) {
  const char* from = text.data();
  const char* const end = from + text.size();
  if (from != end && *from == '+') ++from;
  std::int32_t number = 0;
  const auto [stop, failed] = std::from_chars(from, end, number);
  const bool whole = failed == std::errc() && stop == end && from != end && !(text.size() > 1 && text[0] == '+' && text[1] == '-');
  return whole ? Outcome{number} : not_castable(text, Type::Integer);
}

Outcome to_boolean(const std::string& text) {
  if (same_ignoring_case(text, "true")) return {true};
  if (same_ignoring_case(text, "false")) return {false};
  return not_castable(text, Type::Boolean);
}

struct ToString {
  std::string operator()(bool truth) const { return truth ? "true" : "false"; }
  std::string operator()(std::int32_t number) const { return std::to_string(number); }
  std::string operator()(const std::string& text) const { return text; }
};

}  // namespace

std::string_view name_of(Problem problem) noexcept {
  constexpr std::string_view kNames[] = {"", "parse", "math", "cast", "missingFunction", "functionEvaluation", "missingAttribute"};
  return kNames[static_cast<std::size_t>(problem)];
}

Value zero_of(Type type) {
  if (type == Type::Boolean) return false;
  if (type == Type::Integer) return std::int32_t{0};
  return std::string();
}

Outcome cast(const Value& value, Type type) {
  if (type_of(value) == type) return {value};
  if (type == Type::String) return {std::visit(ToString(), value)};
  if (const auto* text = std::get_if<std::string>(&value)) return type == Type::Integer ? to_integer(*text) : to_boolean(*text);
  if (type == Type::Integer) return {std::int32_t{std::get<bool>(value) ? 1 : 0}};
  return {std::get<std::int32_t>(value) != 0};
}

}  // namespace kamel::cesql
