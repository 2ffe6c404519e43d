// Check: one run of a JSON schema over a document.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/json_validator/schema.h"

namespace kamel::json_schema {

bool is_number(const Value& value);
/// Of what is_number().
double number(const Value& value);
/// Equal as JSON has it: 1 is 1.0.
bool same(const Value& a, const Value& b);
std::string shown(const Value& value);

/// One run over one document, keyword by keyword. One thread.
class Check {
 public:
  explicit Check(const Schema& schema) : schema_(schema) {}

  using Errors = std::vector<std::string>;
  /// What of an object or a list some keyword has looked at, for unevaluated…
  struct Seen {
    std::set<std::string, std::less<>> names;
    std::size_t items = 0;
    bool everything = false;
    void add(const Seen& other) {
      names.insert(other.names.begin(), other.names.end());
      items = std::max(items, other.items);
      everything = everything || other.everything;
    }
  };

  /// Appends what is wrong with `value` at `path`, by `rules` of `file`, and notes what they have looked at.
  void run(const Value& rules, const std::string& file, const Value& value, const std::string& path, Errors& errors, Seen& seen);

 private:
  struct Frame {
    const Map& rules;
    const std::string& file;
    const Value& value;
    const std::string& path;
    Errors& errors;
    Seen& seen;
    const Value* find(std::string_view key) const { return rules.find(key); }
    const Value* list(std::string_view key) const {
      const Value* rule = find(key);
      return rule != nullptr && rule->is_list() ? rule : nullptr;
    }
    const Value* map(std::string_view key) const {
      const Value* rule = find(key);
      return rule != nullptr && rule->is_map() ? rule : nullptr;
    }
    void fail(const std::string& what) const { errors.push_back(path + ": " + what); }
  };

  // A schema that counts on the same value; its errors are the frame's.
  void also(const Frame& frame, const Value& rules, const std::string& file);
  bool holds(const Frame& frame, const Value& rules, Seen& seen);
  void child(const Frame& frame, const Value& rules, const Value& value, const std::string& path);
  void references(const Frame& frame);
  void combinations(const Frame& frame);
  void any_of(const Frame& frame, const List& choices);
  void one_of(const Frame& frame, const List& choices);
  void unevaluated(const Frame& frame);

  // check_values.cpp
  void any_kind(const Frame& frame);
  void types(const Frame& frame, const Value& type);
  void numbers(const Frame& frame);
  void texts(const Frame& frame);
  bool matches(std::string_view pattern, std::string_view text) const;
  // Compares a count with a rule; whether it breaks it.
  static bool breaks(const Frame& frame, std::string_view key, std::size_t count, bool least);
  static std::string rule_text(const Frame& frame, std::string_view key);

  // check_lists.cpp
  void lists(const Frame& frame);
  // By their text first, so that a long list takes no quadratic time.
  static bool repeats(const List& list);
  void items(const Frame& frame, const List& list);
  static std::string item_path(const Frame& frame, std::size_t at);
  void contains(const Frame& frame, const List& list);

  // check_objects.cpp
  void objects(const Frame& frame);
  void members(const Frame& frame, const Map& map);
  void dependencies(const Frame& frame, const Map& map, const Map& rules, bool old);
  void name(const Frame& frame, const Value& rules, const Slice& name);

  const Schema& schema_;
  std::size_t depth_ = 0;
};

}  // namespace kamel::json_schema
