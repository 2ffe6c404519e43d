// JSON schema: what counts for any value (type, enum, const), for numbers and for texts.
#include <algorithm>
#include <cmath>

#include "connectors/json_validator/check.h"
#include "connectors/json_validator/formats.h"
#include "dsl/json.h"
#include "engine/convert.h"
#include "engine/languages/shared/pattern.h"

namespace kamel::json_schema {
namespace {

// A whole number, also where it is written 2.0.
bool is_integer(const Value& value) {
  if (value.is_whole() || (value.is_object() && value.java_class() == "java.math.BigInteger")) return true;
  return is_number(value) && std::isfinite(number(value)) && number(value) == std::floor(number(value));
}

std::string_view type_of(const Value& value) {
  if (value.is_null()) return "null";
  if (value.is_bool()) return "boolean";
  if (value.is_text()) return "string";
  if (value.is_map()) return "object";
  if (value.is_list()) return "array";
  return value.is_whole() || (value.is_object() && value.java_class() == "java.math.BigInteger") ? "integer" : "number";
}

bool is_type(const Value& value, std::string_view type) {
  if (type == "integer") return is_integer(value);
  if (type == "number") return is_number(value);
  return type_of(value) == type;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

}  // namespace

bool is_number(const Value& value) { return value.is_number() || (value.is_object() && value.java_class().starts_with("java.math.")); }
double number(const Value& value) { return value.is_number() ? value.number() : to_double(value).value_or(0); }
std::string shown(const Value& value) { return json::write(value).str(); }

bool same(const Value& a, const Value& b) {
  if (is_number(a) && is_number(b)) return number(a) == number(b);
  if (a.is_list() && b.is_list()) return std::ranges::equal(a.list(), b.list(), same);
  if (a.is_map() && b.is_map()) {
    return a.map().size() == b.map().size() && std::ranges::all_of(a.map(), [&](const Map::Entry& entry) {
             const Value* other = b.map().find(entry.key);
             return other != nullptr && same(entry.value, *other);
           });
  }
  return a.kind() == b.kind() && a == b;
}

void Check::any_kind(const Frame& frame) {
  if (const Value* type = frame.find("type")) types(frame, *type);
  if (const Value* choices = frame.list("enum")) {
    const auto equal = [&](const Value& choice) { return same(choice, frame.value); };
    if (std::ranges::none_of(choices->list(), equal)) {
      std::string all;
      for (const Value& choice : choices->list()) all += (all.empty() ? "" : ", ") + shown(choice);
      frame.fail("does not have a value in the enumeration [" + all + "]");
    }
  }
  if (const Value* constant = frame.find("const"); constant != nullptr && !same(*constant, frame.value)) frame.fail("must be the constant value '" + shown(*constant) + "'");
}

void Check::types(const Frame& frame, const Value& type) {
  std::string all;
  const auto fits = [&](const Value& wanted) {
    if (!wanted.is_text()) return false;
    all += (all.empty() ? "" : ", ") + wanted.slice().str();
    return is_type(frame.value, wanted.slice().view());
  };
  if (type.is_list() ? std::ranges::any_of(type.list(), fits) : fits(type)) return;
  frame.fail(std::string(type_of(frame.value)) + " found, " + (type.is_list() ? "[" + all + "]" : all) + " expected");
}

void Check::numbers(const Frame& frame) {
  const double value = number(frame.value);
  const auto rule = [&](std::string_view key) -> const Value* {
    const Value* found = frame.find(key);
    return found != nullptr && is_number(*found) ? found : nullptr;
  };
  const auto is_true = [&](std::string_view key) {  // draft 4
    const Value* found = frame.find(key);
    return found != nullptr && found->is_bool() && found->as_bool();
  };
  if (const Value* least = rule("minimum"); least != nullptr && (value < number(*least) || (is_true("exclusiveMinimum") && value == number(*least))))
    frame.fail("must have a minimum value of " + shown(*least));
  if (const Value* most = rule("maximum"); most != nullptr && (value > number(*most) || (is_true("exclusiveMaximum") && value == number(*most))))
    frame.fail("must have a maximum value of " + shown(*most));
  if (const Value* least = rule("exclusiveMinimum"); least != nullptr && value <= number(*least)) frame.fail("must have an exclusive minimum value of " + shown(*least));
  if (const Value* most = rule("exclusiveMaximum"); most != nullptr && value >= number(*most)) frame.fail("must have an exclusive maximum value of " + shown(*most));
  if (const Value* step = rule("multipleOf"); step != nullptr && number(*step) > 0) {
    const double times = value / number(*step);
    if (std::fabs(times - std::round(times)) > 1e-9 * std::max(1.0, std::fabs(times))) frame.fail("must be multiple of " + shown(*step));
  }
}

void Check::texts(const Frame& frame) {
  const std::string_view text = frame.value.slice().view();
  const std::size_t length = characters(text);
  if (breaks(frame, "minLength", length, true)) frame.fail("must be at least " + rule_text(frame, "minLength") + " characters long");
  if (breaks(frame, "maxLength", length, false)) frame.fail("must be at most " + rule_text(frame, "maxLength") + " characters long");
  if (const Value* pattern = frame.find("pattern"); pattern != nullptr && pattern->is_text() && !matches(pattern->slice().view(), text))
    frame.fail("does not match the regex pattern " + pattern->slice().str());
  const Value* format = schema_.formats_ ? frame.find("format") : nullptr;
  if (format == nullptr || !format->is_text()) return;
  if (const auto why = breaks_format(format->slice().view(), text)) frame.fail("does not match the " + format->slice().str() + " pattern " + std::string(*why));
}

bool Check::matches(std::string_view pattern, std::string_view text) const {
  const auto found = schema_.patterns_.find(std::string(pattern));
  return found == schema_.patterns_.end() || found->second->find(text, 0).has_value();
}

bool Check::breaks(const Frame& frame, std::string_view key, std::size_t count, bool least) {
  const Value* rule = frame.find(key);
  if (rule == nullptr || !is_number(*rule)) return false;
  return least ? static_cast<double>(count) < number(*rule) : static_cast<double>(count) > number(*rule);
}

std::string Check::rule_text(const Frame& frame, std::string_view key) {
  return shown(*frame.find(key));
}

}  // namespace kamel::json_schema
