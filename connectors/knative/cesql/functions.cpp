#include "connectors/knative/cesql/functions.h"

#include <algorithm>
#include <limits>

#include "engine/languages/simple/letters.h"

namespace kamel::cesql {
namespace {

using Arguments = std::vector<Value>;

constexpr Type kText[] = {Type::String};
constexpr Type kInteger[] = {Type::Integer};
constexpr Type kBoolean[] = {Type::Boolean};
constexpr Type kTextInteger[] = {Type::String, Type::Integer};
constexpr Type kTextIntegers[] = {Type::String, Type::Integer, Type::Integer};

const std::string& text_at(const Arguments& arguments, std::size_t i) { return std::get<std::string>(arguments[i]); }
std::int64_t number_at(const Arguments& arguments, std::size_t i) { return std::get<std::int32_t>(arguments[i]); }

bool starts_character(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

std::int64_t length_of(std::string_view text) { return std::ranges::count_if(text, starts_character); }

/// The byte where the `index`-th character (from 0) begins.
std::size_t offset_of(std::string_view text, std::int64_t index) {
  std::size_t at = 0;
  while (at < text.size() && (index > 0 || !starts_character(text[at]))) index -= starts_character(text[at++]) ? 1 : 0;
  return at;
}

Outcome joined(const Arguments& arguments, std::size_t first, std::string_view delimiter) {
  std::string text;
  for (std::size_t i = first; i < arguments.size(); ++i) text += (i == first ? std::string() : std::string(delimiter)) + text_at(arguments, i);
  return {std::move(text)};
}

/// `count` characters from `from`.
Outcome cut(const std::string& text, std::int64_t from, std::int64_t count) {
  const std::size_t start = offset_of(text, from);
  return {text.substr(start, offset_of(text, from + count) - start)};
}

Outcome left(const Arguments& arguments) {
  const std::int64_t count = number_at(arguments, 1);
  if (count < 0) return {arguments[0], Problem::FunctionEvaluation, "LEFT of fewer than no characters"};
  return cut(text_at(arguments, 0), 0, count);
}

Outcome right(const Arguments& arguments) {
  const std::int64_t count = number_at(arguments, 1), length = length_of(text_at(arguments, 0));
  if (count < 0) return {arguments[0], Problem::FunctionEvaluation, "RIGHT of fewer than no characters"};
  return cut(text_at(arguments, 0), std::max<std::int64_t>(length - count, 0), length);
}

Outcome substring(const Arguments& arguments) {
  const std::string& text = text_at(arguments, 0);
  const std::int64_t position = number_at(arguments, 1), length = length_of(text);
  if (position > length || position < -length) return {std::string(), Problem::FunctionEvaluation, "SUBSTRING from beyond the text"};
  const std::int64_t count = arguments.size() > 2 ? number_at(arguments, 2) : length;
  if (count < 0) return {std::string(), Problem::FunctionEvaluation, "SUBSTRING of fewer than no characters"};
  if (position == 0) return {std::string()};
  return cut(text, position > 0 ? position - 1 : length + position, count);
}

Outcome trim(const Arguments& arguments) {
  const std::string& text = text_at(arguments, 0);
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  const std::size_t from = std::min(text.find_first_not_of(kBlanks), text.size());
  return {text.substr(from, text.find_last_not_of(kBlanks) + 1 - from)};
}

Outcome absolute(const Arguments& arguments) {
  const std::int64_t number = number_at(arguments, 0);
  if (number == std::numeric_limits<std::int32_t>::min()) return {std::numeric_limits<std::int32_t>::max(), Problem::Math, "ABS of the smallest Integer"};
  return {static_cast<std::int32_t>(number < 0 ? -number : number)};
}

const Function kFunctions[] = {
    {"INT", kInteger, false, Type::Integer, [](const Arguments& a) { return Outcome{a[0]}; }},
    {"BOOL", kBoolean, false, Type::Boolean, [](const Arguments& a) { return Outcome{a[0]}; }},
    {"STRING", kText, false, Type::String, [](const Arguments& a) { return Outcome{a[0]}; }},
    {"IS_INT", kInteger, false, Type::Boolean, [](const Arguments& a) { return Outcome{cast(a[0], Type::Integer).fine()}; }, true},
    {"IS_BOOL", kBoolean, false, Type::Boolean, [](const Arguments& a) { return Outcome{cast(a[0], Type::Boolean).fine()}; }, true},
    {"ABS", kInteger, false, Type::Integer, absolute},
    {"LENGTH", kText, false, Type::Integer, [](const Arguments& a) { return Outcome{static_cast<std::int32_t>(length_of(text_at(a, 0)))}; }},
    {"CONCAT", {}, true, Type::String, [](const Arguments& a) { return joined(a, 0, ""); }},
    {"CONCAT_WS", kText, true, Type::String, [](const Arguments& a) { return joined(a, 1, text_at(a, 0)); }},
    {"LOWER", kText, false, Type::String, [](const Arguments& a) { return Outcome{simple::to_lower(Slice(text_at(a, 0))).str()}; }},
    {"UPPER", kText, false, Type::String, [](const Arguments& a) { return Outcome{simple::to_upper(Slice(text_at(a, 0))).str()}; }},
    {"TRIM", kText, false, Type::String, trim},
    {"LEFT", kTextInteger, false, Type::String, left},
    {"RIGHT", kTextInteger, false, Type::String, right},
    {"SUBSTRING", kTextInteger, false, Type::String, substring},
    {"SUBSTRING", kTextIntegers, false, Type::String, substring},
};

}  // namespace

const Function* find_function(std::string_view name, std::size_t arguments) noexcept {
  const auto found = std::ranges::find_if(kFunctions, [&](const Function& one) {
    return one.name == name && (one.variadic ? arguments >= one.parameters.size() : arguments == one.parameters.size());
  });
  return found == std::end(kFunctions) ? nullptr : &*found;
}

}  // namespace kamel::cesql
