// What simple's texts hide: operators that are text, numbers that are rounded.
#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "kamel-cli/lint/rules.h"

namespace kamel::cli {
namespace {

constexpr std::array<std::string_view, 23> kOperators{"==",       "=~",        "!=~",   "!=",     ">=",         "<=",       ">",  "<",
                                                      "contains", "!contains", "~~",    "!~~",    "regex",      "!regex",   "in", "!in",
                                                      "is",       "!is",       "range", "!range", "startsWith", "endsWith", "&&"};
constexpr std::array<std::string_view, 6> kOrders{">", "<", ">=", "<=", "==", "!="};

// One comparison of a text: `${header.x} > 3`.
struct Comparison {
  std::string_view left;  // a function or a quoted text
  std::string_view op;
  std::string_view right;  // up to the next blank, or the whole quoted text or function
  std::size_t op_at = 0, right_at = 0;
};

// Where the function or quoted text that begins at `at` ends; npos when it does not.
std::size_t operand_end(std::string_view text, std::size_t at) {
  if (at >= text.size()) return std::string_view::npos;
  if (text[at] == '\'' || text[at] == '"') {
    const auto end = text.find(text[at], at + 1);
    return end == std::string_view::npos ? end : end + 1;
  }
  if (text.substr(at, 2) != "${" && text.substr(at, 9) != "$simple{") return std::string_view::npos;
  std::size_t depth = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i + 1;
  }
  return std::string_view::npos;
}

std::optional<Comparison> comparison_at(std::string_view text, std::size_t at) {
  const std::size_t left_end = operand_end(text, at);
  if (left_end == std::string_view::npos || left_end + 1 >= text.size() || text[left_end] != ' ') return std::nullopt;
  const std::size_t op_at = text.find_first_not_of(' ', left_end);
  if (op_at == std::string_view::npos) return std::nullopt;
  const std::size_t op_end = text.find(' ', op_at);
  if (op_end == std::string_view::npos) return std::nullopt;
  const std::string_view op = text.substr(op_at, op_end - op_at);
  if (std::find(kOperators.begin(), kOperators.end(), op) == kOperators.end()) return std::nullopt;
  const std::size_t right_at = text.find_first_not_of(' ', op_end);
  if (right_at == std::string_view::npos) return std::nullopt;
  std::size_t right_end = operand_end(text, right_at);
  if (right_end == std::string_view::npos) right_end = std::min(text.find(' ', right_at), text.size());
  return Comparison{text.substr(at, left_end - at), op, text.substr(right_at, right_end - right_at), op_at, right_at};
}

bool is_number(std::string_view text, bool decimal) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto dot = text.find('.');
  if (text.empty() || (dot != std::string_view::npos) != decimal) return false;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == dot) continue;
    if (std::isdigit(static_cast<unsigned char>(text[i])) == 0) return false;
    ++digits;
  }
  return digits != 0;
}

bool mentions(std::string_view function, std::initializer_list<std::string_view> types) {
  if (function.find("As(") == std::string_view::npos) return false;
  for (std::string_view type : types) {
    if (function.find(type) != std::string_view::npos) return true;
  }
  return false;
}

void check_rounding(const Comparison& found, const Node& node, Diagnostics& diagnostics) {
  if (std::find(kOrders.begin(), kOrders.end(), found.op) == kOrders.end() || !found.left.starts_with('$')) return;
  const bool orders = found.op != "==" && found.op != "!=";
  const std::string right(found.right);
  if (is_number(found.right, false) && mentions(found.left, {"Double", "double", "Float", "float", "BigDecimal"})) {
    diagnostics.warning(node.mark_at(found.right_at),
                        "the left side is rounded down to a whole number before it is compared with " + right + ": 2.5 > 2 is false",
                        "write " + right + ".0");
  } else if (is_number(found.right, true) && orders && !mentions(found.left, {"Double", "double", "Float", "float", "String"})) {
    diagnostics.warning(node.mark_at(found.right_at),
                        "where the left side is an Integer, " + right + " is rounded down before they are compared: 3 < 3.5 is false",
                        "compare ${headerAs(name, Double)} or ${bodyAs(Double)}");
  }
}

}  // namespace

void lint_simple_expression(const Node& node, Diagnostics& diagnostics) {
  const std::optional<Comparison> found = comparison_at(node.text, 0);
  if (!found) return;
  diagnostics.warning(
      node.mark_at(found->op_at),
      "operators are only text in an expression: the value is the text around '" + std::string(found->op) + "', not true or false",
      "add `resultType: boolean`, or decide with filter or choice");
}

void lint_simple_predicate(const Node& node, Diagnostics& diagnostics) {
  const std::string_view text = node.text;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = operand_end(text, at);
    if (const std::optional<Comparison> found = comparison_at(text, at)) check_rounding(*found, node, diagnostics);
    at = end == std::string_view::npos ? at + 1 : end;
  }
}

}  // namespace kamel::cli
