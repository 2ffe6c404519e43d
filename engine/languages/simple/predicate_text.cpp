#include "engine/languages/simple/predicate_text.h"

#include <utility>

#include "engine/languages/simple/functions.h"
#include "engine/languages/simple/operators.h"
#include "engine/languages/simple/scan.h"

namespace kamel::simple {
namespace {

// What Camel calls some functions.
constexpr std::pair<std::string_view, std::string_view> kNames[] = {
    {"in.body", "body"},         {"id", "messageId"},         {"camelId", "camelContextName"}, {"exception.message", "exchangeExceptionMessage"},
    {"exception", "exchangeException"}, {"bodyOneLine", "bodyOneLine()"},
};

struct Accessor {
  std::string_view written, name;
};
constexpr Accessor kAccessors[] = {
    {"in.headers", "header"}, {"in.header", "header"}, {"headers", "header"}, {"header", "header"}, {"exchangeProperty", "exchangeProperty"},
    {"variables", "variable"}, {"variable", "variable"}, {"sys", "systemProperty"}, {"env", "systemEnvironment"},
};

std::string with_path(std::string_view name, std::string_view path) { return std::string(name) + "Ognl(" + std::string(path) + ")"; }

/// header.name as header(name); with a path behind the name as headerOgnl(name.path).
std::string named(std::string_view name, std::string_view key) {
  if (key.front() == '[' && key.find(']') == key.size() - 1) return std::string(name) + "(" + std::string(unquote(key.substr(1, key.size() - 2))) + ")";
  key.remove_prefix(std::string_view(".:?").find(key.front()) != std::string_view::npos ? 1 : 0);
  if (key.find_first_of(".[") != std::string_view::npos) return with_path(name, key);
  return std::string(name) + "(" + std::string(key) + ")";
}

std::string function_text(std::string_view function) {
  for (const auto& [written, name] : kNames) {
    if (function == written) return std::string(name);
  }
  if (function.starts_with("body.") || function.starts_with("body[") || function.starts_with("body?")) return with_path("body", function.substr(4));
  if (function == "headers.size" || function == "headers.length") return std::string(function);
  for (const Accessor& accessor : kAccessors) {
    if (!function.starts_with(accessor.written) || function.size() == accessor.written.size()) continue;
    const std::string_view key = function.substr(accessor.written.size());
    if (std::string_view(".:?[").find(key.front()) != std::string_view::npos) return named(accessor.name, key);
  }
  return std::string(function);
}

/// Text with functions in it as concat([text, function]).
std::string joined(std::string_view text) {
  std::string out;
  std::size_t parts = 0;
  const auto add = [&](const std::string& part) { out.append(parts++ > 0 ? ", " : "").append(part); };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t begin = at;
    while (begin < text.size() && function_start(text, begin) == 0) ++begin;
    if (begin > at) add(std::string(text.substr(at, begin - at)));
    if (begin == text.size()) break;
    const std::size_t inner = begin + function_start(text, begin), end = function_end(text, inner);
    if (end == std::string_view::npos) break;
    add(function_text(text.substr(inner, end - inner)));
    at = end + 1;
  }
  return parts == 1 ? out : "concat([" + out + "])";
}

/// One side: a function, a quoted text, a number.
std::string side(std::string_view text) { return joined(unquote(trim(text))); }

constexpr bool prints_as_written(Operator op) noexcept { return op >= Operator::Regex && op <= Operator::NotRange; }

struct Found {
  const OperatorName* name = nullptr;
  std::size_t at = 0;
};

/// The operators outside functions and quotes.
std::vector<Found> operators_of(std::string_view text) {
  std::vector<Found> found;
  char quote = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (const std::size_t start = quote == 0 ? function_start(text, at) : 0) {
      const std::size_t end = function_end(text, at + start);
      if (end == std::string_view::npos) break;
      at = end;
    } else if (quote != 0) {
      if (text[at] == quote) quote = 0;
    } else if (text[at] == '\'' || text[at] == '"') {
      quote = text[at];
    } else if (const OperatorName* name = find_operator(text, at)) {
      found.push_back({name, at});
      at += name->text.size() - 1;
    }
  }
  return found;
}

}  // namespace

std::string predicate_text(std::string_view predicate) {
  const bool several = find_outside(predicate, "&&") != std::string_view::npos || find_outside(predicate, "||") != std::string_view::npos;
  if (several) return std::string(predicate);
  const std::vector<Found> operators = operators_of(predicate);
  if (operators.empty()) return function_start(predicate, 0) != 0 ? joined(predicate) : std::string(predicate);
  const auto& [name, at] = operators.front();
  if (operators.size() > 1 || prints_as_written(name->op)) return std::string(predicate);
  return side(predicate.substr(0, at)) + " " + std::string(name->text) + " " + side(predicate.substr(at + name->text.size()));
}

}  // namespace kamel::simple
