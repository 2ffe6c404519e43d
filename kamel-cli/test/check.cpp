#include "kamel-cli/test/check.h"

#include <re2/re2.h>

#include <algorithm>
#include <functional>

#include "dsl/json.h"
#include "engine/convert.h"

namespace kamel::cli {
namespace {

// As JSON has it: numbers by their value, maps in any order, all else as text.
bool same(const Value& expected, const Value& actual, bool partly) {
  if (expected.is_map()) {
    if (!actual.is_map() || (!partly && expected.map().size() != actual.map().size())) return false;
    return std::ranges::all_of(expected.map(), [&](const auto& entry) {
      const Value* found = actual.map().find(entry.key);
      return found != nullptr && same(entry.value, *found, partly);
    });
  }
  if (expected.is_list()) {
    if (!actual.is_list() || expected.list().size() != actual.list().size()) return false;
    return std::equal(expected.list().begin(), expected.list().end(), actual.list().begin(), [&](const Value& a, const Value& b) { return same(a, b, partly); });
  }
  if (expected.is_number() && actual.is_number()) return expected.number() == actual.number();
  if (expected.is_null() || actual.is_null()) return expected.is_null() && actual.is_null();
  if (actual.is_map() || actual.is_list()) return false;
  if (actual.is_number() || actual.is_bool()) return expected.kind() == actual.kind() && to_text(expected) == to_text(actual);
  return to_text(expected) == to_text(actual) && !expected.is_number() && !expected.is_bool();
}

Value sorted(const Value& value) {
  if (value.is_list()) {
    List list;
    for (const Value& item : value.list()) list.push_back(sorted(item));
    return Value(std::move(list));
  }
  if (!value.is_map()) return value;
  std::vector<std::pair<Slice, Value>> entries;
  for (const auto& [key, item] : value.map()) entries.emplace_back(key, sorted(item));
  std::ranges::sort(entries, {}, [](const auto& entry) { return entry.first.view(); });
  Map map;
  for (auto& [key, item] : entries) map.set(std::move(key), std::move(item));
  return Value(std::move(map));
}

std::string pretty(const Value& value) { return json::write(sorted(value), json::Style::Pretty).str(); }

// The structure of a body: its own, or that of its JSON text.
std::optional<Value> structure_of(const Value& body) {
  if (body.is_map() || body.is_list()) return body;
  Result<Value> parsed = json::parse(to_text(body));
  if (!parsed) return std::nullopt;
  return std::move(*parsed);
}

std::string shown(const Value& value) { return value.is_null() ? "(nothing)" : value.is_map() || value.is_list() ? pretty(value) : to_text(value).str(); }
std::string shown(const Node& node) { return node.is_null() ? "(nothing)" : node.is_scalar() ? node.text : pretty(node.value()); }

class Comparison {
 public:
  Comparison(const ExpectedMessage& expected, const Arrival& actual, std::string what, const Judge& judge, std::vector<TestFailure>& failures)
      : expected_(expected), actual_(actual), what_(std::move(what)), judge_(judge), failures_(failures) {}

  void all() {
    if (expected_.body) body(*expected_.body, false);
    if (expected_.body_includes) body(*expected_.body_includes, true);
    texts();
    named("header", expected_.headers, actual_.message.headers);
    named("property", expected_.properties, actual_.properties);
    named("variable", expected_.variables, actual_.variables);
    if (expected_.at && *expected_.at != actual_.at) {
      fail(expected_.mark, "came at another time", {"- " + std::to_string(expected_.at->count()) + " ms", "+ " + std::to_string(actual_.at.count()) + " ms"});
    }
    for (const Node& predicate : expected_.that) {
      const std::string why = judge_(predicate, actual_);
      if (!why.empty()) fail(predicate.mark, why, line_diff("", "body: " + shown(actual_.message.body)));
    }
  }

 private:
  void fail(const Mark& mark, const std::string& message, std::vector<std::string> diff) { failures_.push_back({mark, what_ + ": " + message, std::move(diff)}); }

  void body(const Node& wanted, bool partly) {
    const Value& came = actual_.message.body;
    if (wanted.is_map() || wanted.is_list()) {
      const std::optional<Value> structure = structure_of(came);
      if (structure && same(wanted.value(), *structure, partly)) return;
      return fail(wanted.mark, partly ? "the body does not include this" : "the body differs", line_diff(pretty(wanted.value()), structure ? pretty(*structure) : shown(came)));
    }
    const bool fits = wanted.is_null() ? came.is_null() : !came.is_null() && to_text(came) == std::string_view(wanted.text);
    if (!fits) fail(wanted.mark, "the body differs", line_diff(shown(wanted), shown(came)));
  }

  void texts() {
    const std::string came = to_text(actual_.message.body).str();
    for (const std::string& text : expected_.body_contains) {
      if (came.find(text) == std::string::npos) fail(expected_.mark, "the body does not have this in it", line_diff(text, came));
    }
    if (!expected_.body_matches) return;
    const re2::RE2 pattern(*expected_.body_matches, re2::RE2::Quiet);
    if (!pattern.ok()) return fail(expected_.mark, "bodyMatches is no regular expression: " + pattern.error(), {});
    if (!re2::RE2::FullMatch(came, pattern)) fail(expected_.mark, "the body does not match", line_diff(*expected_.body_matches, came));
  }

  template <class Named>
  void named(const std::string& kind, const NamedNodes& wanted, const Named& values) {
    for (const auto& [name, node] : wanted) {
      const Value* came = values.find(name);
      const bool there = came != nullptr && !came->is_null();
      if (node.is_null() && !there) continue;
      const std::string label = kind + " '" + name + "' ";
      if (node.is_null()) {
        fail(node.mark, label + "should not be there", {"+ " + shown(*came)});
      } else if (!there) {
        fail(node.mark, label + "is missing", {"- " + shown(node)});
      } else if (node.is_scalar() ? to_text(*came) != std::string_view(node.text) : !same(node.value(), *came, false)) {
        fail(node.mark, label + "differs", line_diff(shown(node), shown(*came)));
      }
    }
  }

  const ExpectedMessage& expected_;
  const Arrival& actual_;
  std::string what_;
  const Judge& judge_;
  std::vector<TestFailure>& failures_;
};

std::string some(std::int64_t n) { return n == 0 ? "no message" : std::to_string(n) + (n == 1 ? " message" : " messages"); }

std::vector<std::string> bodies(const std::vector<const Arrival*>& arrivals) {
  std::vector<std::string> out;
  for (const Arrival* arrival : arrivals) {
    const Value& body = arrival->message.body;
    out.push_back("+ " + (body.is_map() || body.is_list() ? json::write(body).str() : shown(body)));
    if (out.size() == 10 && arrivals.size() > 11) {
      out.push_back("+ … and " + std::to_string(arrivals.size() - 10) + " more");
      break;
    }
  }
  return out;
}

bool fits(const ExpectedMessage& expected, const Arrival& actual, const Judge& judge) {
  std::vector<TestFailure> failures;
  check_message(expected, actual, "", judge, failures);
  return failures.empty();
}

void in_any_order(const ExpectedArrivals& expected, std::vector<const Arrival*> left, const Judge& judge, std::vector<TestFailure>& failures) {
  for (const ExpectedMessage& message : expected.messages) {
    const auto found = std::ranges::find_if(left, [&](const Arrival* arrival) { return fits(message, *arrival, judge); });
    if (found == left.end()) failures.push_back({message.mark, expected.uri + ": no message is like this; those left are", bodies(left)});
    else left.erase(found);
  }
}

void check_endpoint(const ExpectedArrivals& expected, std::span<const Arrival> arrivals, const Judge& judge, std::vector<TestFailure>& failures) {
  const NamePattern pattern(endpoint_name(expected.uri));
  std::vector<const Arrival*> came;
  for (const Arrival& arrival : arrivals) {
    if (pattern.matches(endpoint_name(arrival.endpoint))) came.push_back(&arrival);
  }
  const auto count = static_cast<std::int64_t>(came.size());
  if (expected.count && *expected.count != count) {
    failures.push_back({expected.mark, expected.uri + " got " + some(count) + ", not " + some(*expected.count), bodies(came)});
  }
  if (expected.any_order) return in_any_order(expected, std::move(came), judge, failures);
  for (std::size_t i = 0; i < expected.messages.size() && i < came.size(); ++i) {
    check_message(expected.messages[i], *came[i], expected.uri + ", message " + std::to_string(i + 1), judge, failures);
  }
}

void check_order(const Expectation& expected, std::span<const Arrival> arrivals, std::vector<TestFailure>& failures) {
  if (expected.order.empty()) return;
  std::vector<NamePattern> patterns;
  std::string wanted, came;
  patterns.reserve(expected.order.size());
  for (const std::string& uri : expected.order) {
    patterns.emplace_back(endpoint_name(uri));
    wanted += (wanted.empty() ? "" : "\n") + endpoint_name(uri);
  }
  std::size_t place = 0;
  bool right = true;
  for (const Arrival& arrival : arrivals) {
    const std::string name = endpoint_name(arrival.endpoint);
    if (std::ranges::none_of(patterns, [&](const NamePattern& pattern) { return pattern.matches(name); })) continue;
    right = right && place < patterns.size() && patterns[place].matches(name);
    came += (came.empty() ? "" : "\n") + name;
    ++place;
  }
  if (!right || place != patterns.size()) failures.push_back({expected.order_mark, "the order of the endpoints differs", line_diff(wanted, came)});
}

}  // namespace

void check_message(const ExpectedMessage& expected, const Arrival& actual, const std::string& what, const Judge& judge, std::vector<TestFailure>& failures) {
  Comparison(expected, actual, what, judge, failures).all();
}

void check_arrivals(const Expectation& expected, std::span<const Arrival> arrivals, const Judge& judge, std::vector<TestFailure>& failures) {
  for (const ExpectedArrivals& endpoint : expected.endpoints) check_endpoint(endpoint, arrivals, judge, failures);
  check_order(expected, arrivals, failures);
}

void check_log(const Expectation& expected, std::span<const std::string> lines, std::vector<TestFailure>& failures) {
  const auto all = [&] {
    std::vector<std::string> out;
    for (const std::string& line : lines) out.push_back("+ " + line);
    return out;
  };
  std::size_t from = 0;
  for (const std::string& text : expected.log) {
    const auto found = std::find_if(lines.begin() + static_cast<std::ptrdiff_t>(from), lines.end(), [&](const std::string& line) { return line.find(text) != std::string::npos; });
    if (found == lines.end()) {
      failures.push_back({expected.log_mark, "nobody logged '" + text + "'" + (from == 0 ? "" : " after that"), all()});
      return;
    }
    from = static_cast<std::size_t>(found - lines.begin()) + 1;
  }
  for (const std::string& text : expected.not_logged) {
    for (const std::string& line : lines) {
      if (line.find(text) != std::string::npos) failures.push_back({expected.mark, "'" + text + "' should not be logged", {"+ " + line}});
    }
  }
}

}  // namespace kamel::cli
