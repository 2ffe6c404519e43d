// Run: one evaluation of a jq tree.
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "engine/languages/jq/evaluator.h"
#include "engine/languages/jq/functions.h"

namespace kamel::languages::jq_lang {

/// A variable and those around it.
struct Scope {
  std::string_view name;
  Value value;
  const Scope* around = nullptr;
};

/// A place in the input, for assignments.
struct Place {
  List path;
  Value value;
};
using Places = std::vector<Place>;

/// Every function appends its outputs to `out` and fails with the first error; what was appended before it stays. One thread, one evaluation.
class Run {
 public:
  explicit Run(const Outside& outside) : outside_(outside) {}

  Error all(const Node& node, const Value& in, const Scope* scope, List& out);

 private:
  /// What one list may hold: a program multiplies its outputs, and must not take all memory of the process.
  static constexpr std::size_t kMost = 10'000'000;
  static Error too_many();
  static Error give(Value value, List& out) {
    if (out.size() >= kMost) return too_many();
    out.push_back(std::move(value));
    return {};
  }
  static Error give(bool truth, List& out) { return give(Value(truth), out); }
  static Error give(Result<Value> value, List& out) { return value ? give(std::move(*value), out) : value.error(); }

  /// Each output of `node` as it comes, until enough is there: pipes, commas and ranges are never lists as a whole.
  template <class F>
  Error for_each(const Node& node, const Value& in, const Scope* scope, F&& then) {
    if (comes_singly(node)) return stream(node, in, scope, std::ref(then));
    List values;
    if (Error error = all(node, in, scope, values)) return error;
    for (const Value& value : values) {
      if (Error error = then(value)) return error;
      if (is_full()) return stop();
    }
    return {};
  }
  using Then = std::function<Error(const Value&)>;
  static bool comes_singly(const Node& node) {
    return node.kind == Node::Kind::Pipe || node.kind == Node::Kind::Comma || (node.kind == Node::Kind::Call && node.text == "range");
  }
  Error stream(const Node& node, const Value& in, const Scope* scope, const Then& then);
  Error range(const Node& node, const Value& in, const Scope* scope, std::size_t left, std::vector<Value>& arguments, const Then& then);
  Error count(const std::vector<Value>& bounds, const Then& then);

  /// How many outputs of a list are wanted (first, limit). What fills it makes everything end with `stop`, which up_to() takes for no failure.
  struct Cap {
    const List* out;
    std::size_t most;
  };
  bool is_full() const noexcept { return cap_ != nullptr && cap_->out->size() >= cap_->most; }
  Error stop() {
    stopped_ = true;
    return failure("enough");
  }
  Error up_to(std::size_t most, const Node& node, const Value& in, const Scope* scope, List& values);

  static Error variable(const Node& node, const Scope* scope, List& out);
  static Error recurse(const Value& in, bool nulls, List& out);
  Error index(const Node& node, const Value& in, const Scope* scope, List& out);
  Error slice(const Node& node, const Value& in, const Scope* scope, List& out);
  Error each(const Node& node, const Value& in, const Scope* scope, List& out);
  Error text(const Node& node, const Value& in, const Scope* scope, std::size_t part, const std::string& so_far, List& out);
  Error array(const Node& node, const Value& in, const Scope* scope, List& out);
  /// The combinations of all keys and values; the last entry changes fastest.
  Error object(const Node& node, const Value& in, const Scope* scope, std::size_t part, const Map& so_far, List& out);
  Error negate(const Node& node, const Value& in, const Scope* scope, List& out);
  Error logic(const Node& node, const Value& in, const Scope* scope, List& out);
  Error alternative(const Node& node, const Value& in, const Scope* scope, List& out);
  Error binary(const Node& node, const Value& in, const Scope* scope, List& out);
  static Result<Value> operate(const std::string& operation, const Value& left, const Value& right);
  Error attempt(const Node& node, const Value& in, const Scope* scope, List& out);
  Error reduce(const Node& node, const Value& in, const Scope* scope, List& out);

  Error assign(const Node& node, const Value& in, const Scope* scope, List& out);
  Error update(const Node& node, const Places& places, const Value& in, const Scope* scope, List& out);

  static Error undefined() { return Error("net.thisptr.jackson.jq.exception.JsonQueryUndefinedBehaviorException", "`|= empty` is undefined"); }

  static Place inside(const Place& place, Value key, Value value) {
    List path(place.path);
    path.push_back(std::move(key));
    return {std::move(path), std::move(value)};
  }
  /// Where the outputs of an expression that has_places() are.
  Error find(const Node& node, const Place& in, const Scope* scope, Places& out);
  template <class F>
  Error then(const Node& node, const Place& in, const Scope* scope, F&& more) {
    Places places;
    if (Error error = find(node, in, scope, places)) return error;
    for (const Place& place : places) {
      if (Error error = more(place)) return error;
    }
    return {};
  }
  static Error find_each(const Place& of, Places& out);
  static Error find_all(const Place& of, Places& out);

  Error call(const Node& node, const Value& in, const Scope* scope, List& out);
  /// Calls the function with every combination of its arguments' values; the first argument changes fastest.
  Error with_arguments(const Node& node, const Value& in, const Scope* scope, std::size_t left, std::vector<Value>& arguments, List& out);
  Error look_up(const Node& node, const Value& in, const Scope* scope, List& out);

  Error form(const Node& node, const Value& in, const Scope* scope, List& out);
  Error thrown(const Value& value) {
    if (value.is_null()) return {};  // as `empty`
    thrown_ = value;
    return failure(text_of(value).str());
  }
  Error limit(const Node& node, const Value& in, const Scope* scope, List& out);
  Error map(const Node& argument, const Value& in, const Scope* scope, List& out);
  Error map_values(const Node& argument, const Value& in, const Scope* scope, List& out);
  Error map_first(const Node& argument, const List& items, const Scope* scope, List& out);
  Error with_entries(const Node& argument, const Value& in, const Scope* scope, List& out);
  Error quantify(const Node& argument, const Value& in, const Scope* scope, bool wanted, List& out);
  Error loop(const Node& node, const Value& in, const Scope* scope, List& out);
  Error walk(const Node& argument, const Value& in, const Scope* scope, List& out);
  static Error paths(const Value& in, List& out);
  Error erase(const Node& argument, const Value& in, const Scope* scope, List& out);
  /// sort_by, group_by, unique_by, min_by, max_by.
  Error by_keys(const Node& argument, const Value& in, const Scope* scope, std::string_view name, List& out);

  const Outside& outside_;
  const Cap* cap_ = nullptr;
  bool stopped_ = false;
  std::optional<Value> thrown_;  // what error() was given last
};

}  // namespace kamel::languages::jq_lang
