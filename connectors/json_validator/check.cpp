// What a JSON schema says of a document, keyword by keyword.
#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "connectors/json_validator/schema.h"
#include "dsl/json.h"
#include "engine/convert.h"

namespace kamel::json_schema {
namespace {

constexpr std::size_t kDepth = 400;  // of schemas within schemas: more is a reference that goes in circles

bool is_number(const Value& value) { return value.is_number() || (value.is_object() && value.java_class().starts_with("java.math.")); }
double number(const Value& value) { return value.is_number() ? value.number() : to_double(value).value_or(0); }

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

std::string shown(const Value& value) { return json::write(value).str(); }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

}  // namespace

/// One run over one document.
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

  void run(const Value& rules, const std::string& file, const Value& value, const std::string& path, Errors& errors, Seen& seen) {
    if (rules.is_bool()) {
      if (!rules.as_bool()) errors.push_back(path + ": schema for '" + path + "' is false");
      return;
    }
    if (!rules.is_map()) return;
    if (++depth_ > kDepth) {
      errors.push_back(path + ": the schema refers to itself without end");
      --depth_;
      return;
    }
    Frame frame{rules.map(), file, value, path, errors, seen};
    references(frame);
    if (schema_.siblings_ || frame.find("$ref") == nullptr) {
      any_kind(frame);
      if (is_number(value)) numbers(frame);
      if (value.is_text()) texts(frame);
      if (value.is_list()) lists(frame);
      if (value.is_map()) objects(frame);
      combinations(frame);
      unevaluated(frame);
    }
    --depth_;
  }

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
  void also(const Frame& frame, const Value& rules, const std::string& file) { run(rules, file, frame.value, frame.path, frame.errors, frame.seen); }

  bool holds(const Frame& frame, const Value& rules, Seen& seen) {
    Errors errors;
    run(rules, frame.file, frame.value, frame.path, errors, seen);
    return errors.empty();
  }

  void child(const Frame& frame, const Value& rules, const Value& value, const std::string& path) {
    Seen seen;
    run(rules, frame.file, value, path, frame.errors, seen);
  }

  void references(const Frame& frame) {
    for (const std::string_view key : {"$ref", "$dynamicRef", "$recursiveRef"}) {
      const Value* reference = frame.find(key);
      if (reference == nullptr || !reference->is_text()) continue;
      const auto place = schema_.resolve(reference->slice().view(), frame.file);
      if (place.schema == nullptr) {
        frame.fail("Reference " + reference->slice().str() + " cannot be resolved");
      } else {
        also(frame, *place.schema, *place.file);
      }
    }
  }

  void any_kind(const Frame& frame) {
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

  void types(const Frame& frame, const Value& type) {
    std::string all;
    const auto fits = [&](const Value& wanted) {
      if (!wanted.is_text()) return false;
      all += (all.empty() ? "" : ", ") + wanted.slice().str();
      return is_type(frame.value, wanted.slice().view());
    };
    if (type.is_list() ? std::ranges::any_of(type.list(), fits) : fits(type)) return;
    frame.fail(std::string(type_of(frame.value)) + " found, " + (type.is_list() ? "[" + all + "]" : all) + " expected");
  }

  void numbers(const Frame& frame) {
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

  // Compares a count with a rule; whether it breaks it.
  static bool breaks(const Frame& frame, std::string_view key, std::size_t count, bool least) {
    const Value* rule = frame.find(key);
    if (rule == nullptr || !is_number(*rule)) return false;
    return least ? static_cast<double>(count) < number(*rule) : static_cast<double>(count) > number(*rule);
  }
  static std::string rule_text(const Frame& frame, std::string_view key) { return shown(*frame.find(key)); }

  void texts(const Frame& frame) {
    const std::string_view text = frame.value.slice().view();
    const std::size_t length = characters(text);
    if (breaks(frame, "minLength", length, true)) frame.fail("must be at least " + rule_text(frame, "minLength") + " characters long");
    if (breaks(frame, "maxLength", length, false)) frame.fail("must be at most " + rule_text(frame, "maxLength") + " characters long");
    if (const Value* pattern = frame.find("pattern"); pattern != nullptr && pattern->is_text() && !matches(pattern->slice().view(), text))
      frame.fail("does not match the regex pattern " + pattern->slice().str());
    const Value* format = schema_.formats_ ? frame.find("format") : nullptr;
    if (format != nullptr && format->is_text() && !has_format(format->slice().view(), text))
      frame.fail("does not match the " + format->slice().str() + " pattern");
  }

  bool matches(std::string_view pattern, std::string_view text) const {
    const auto found = schema_.patterns_.find(std::string(pattern));
    return found == schema_.patterns_.end() || re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *found->second);
  }

  void lists(const Frame& frame) {
    const List& list = frame.value.list();
    const std::string found = " items but found " + std::to_string(list.size());
    if (breaks(frame, "minItems", list.size(), true)) frame.fail("must have at least " + rule_text(frame, "minItems") + found);
    if (breaks(frame, "maxItems", list.size(), false)) frame.fail("must have at most " + rule_text(frame, "maxItems") + found);
    if (const Value* unique = frame.find("uniqueItems"); unique != nullptr && unique->is_bool() && unique->as_bool() && repeats(list))
      frame.fail("must have only unique items in the array");
    items(frame, list);
    contains(frame, list);
  }

  // By their text first, so that a long list takes no quadratic time.
  static bool repeats(const List& list) {
    std::multimap<std::string, const Value*> known;
    for (const Value& value : list) {
      const std::string key = is_number(value) ? std::to_string(number(value)) : value.is_map() ? "{" + std::to_string(value.map().size()) : shown(value);
      const auto [from, to] = known.equal_range(key);
      for (auto at = from; at != to; ++at) {
        if (same(*at->second, value)) return true;
      }
      known.emplace(key, &value);
    }
    return false;
  }

  void items(const Frame& frame, const List& list) {
    const Value* first = frame.list("prefixItems");
    if (first == nullptr) first = frame.list("items");  // before 2020-12
    std::size_t at = 0;
    for (; first != nullptr && at < std::min(first->list().size(), list.size()); ++at) child(frame, first->list()[at], list[at], item_path(frame, at));
    frame.seen.items = std::max(frame.seen.items, at);
    const Value* rest = frame.find(frame.list("items") != nullptr ? "additionalItems" : "items");
    if (rest == nullptr || rest->is_list()) return;
    for (; at < list.size(); ++at) child(frame, *rest, list[at], item_path(frame, at));
    frame.seen.items = list.size();
  }

  static std::string item_path(const Frame& frame, std::size_t at) { return frame.path + "[" + std::to_string(at) + "]"; }

  void contains(const Frame& frame, const List& list) {
    const Value* wanted = frame.find("contains");
    if (wanted == nullptr) return;
    std::size_t count = 0;
    for (std::size_t at = 0; at < list.size(); ++at) {
      Errors errors;
      Seen seen;
      run(*wanted, frame.file, list[at], item_path(frame, at), errors, seen);
      if (errors.empty()) ++count;
    }
    const bool too_few = frame.find("minContains") != nullptr ? breaks(frame, "minContains", count, true) : count == 0;
    if (too_few || breaks(frame, "maxContains", count, false)) frame.fail("does not contain an element that passes these validations: " + shown(*wanted));
  }

  void objects(const Frame& frame) {
    const Map& map = frame.value.map();
    if (breaks(frame, "minProperties", map.size(), true)) frame.fail("must have at least " + rule_text(frame, "minProperties") + " properties");
    if (breaks(frame, "maxProperties", map.size(), false)) frame.fail("must have at most " + rule_text(frame, "maxProperties") + " properties");
    members(frame, map);
    if (const Value* required = frame.list("required")) {
      for (const Value& name : required->list()) {
        if (name.is_text() && map.find(name.slice()) == nullptr) frame.fail("required property '" + name.slice().str() + "' not found");
      }
    }
    if (const Value* names = frame.find("propertyNames")) {
      for (const Map::Entry& entry : map) child(frame, *names, Value(entry.key), frame.path);
    }
    for (const std::string_view key : {"dependencies", "dependentRequired", "dependentSchemas"}) {
      if (const Value* rule = frame.map(key)) dependencies(frame, map, rule->map());
    }
  }

  void members(const Frame& frame, const Map& map) {
    const Value *properties = frame.map("properties"), *patterns = frame.map("patternProperties"), *others = frame.find("additionalProperties");
    for (const Map::Entry& entry : map) {
      const std::string path = frame.path + "." + entry.key.str();
      bool known = false;
      if (const Value* rule = properties != nullptr ? properties->map().find(entry.key) : nullptr) {
        child(frame, *rule, entry.value, path);
        known = true;
      }
      if (patterns != nullptr) {
        for (const Map::Entry& pattern : patterns->map()) {
          if (!matches(pattern.key.view(), entry.key.view())) continue;
          child(frame, pattern.value, entry.value, path);
          known = true;
        }
      }
      if (!known && others != nullptr) {
        if (others->is_bool() && !others->as_bool()) {
          frame.fail("property '" + entry.key.str() + "' is not defined in the schema and the schema does not allow additional properties");
        } else {
          child(frame, *others, entry.value, path);
        }
        known = true;
      }
      if (known) frame.seen.names.insert(entry.key.str());
    }
  }

  void dependencies(const Frame& frame, const Map& map, const Map& rules) {
    for (const Map::Entry& rule : rules) {
      if (map.find(rule.key) == nullptr) continue;
      if (!rule.value.is_list()) {
        also(frame, rule.value, frame.file);
        continue;
      }
      for (const Value& name : rule.value.list()) {
        if (name.is_text() && map.find(name.slice()) == nullptr)
          frame.fail("has a missing property '" + name.slice().str() + "' which is dependent required because '" + rule.key.str() + "' is present");
      }
    }
  }

  void combinations(const Frame& frame) {
    if (const Value* all = frame.list("allOf")) {
      for (const Value& rules : all->list()) also(frame, rules, frame.file);
    }
    if (const Value* any = frame.list("anyOf")) any_of(frame, any->list());
    if (const Value* one = frame.list("oneOf")) one_of(frame, one->list());
    Seen unused;
    if (const Value* never = frame.find("not"); never != nullptr && holds(frame, *never, unused)) frame.fail("must not be valid to the schema " + shown(*never));
    if (const Value* condition = frame.find("if")) {
      Seen seen;
      const bool met = holds(frame, *condition, seen);
      if (met) frame.seen.add(seen);
      if (const Value* then = frame.find(met ? "then" : "else")) also(frame, *then, frame.file);
    }
  }

  void any_of(const Frame& frame, const List& choices) {
    bool met = false;
    Errors all;
    for (const Value& rules : choices) {
      Errors errors;
      Seen seen;
      run(rules, frame.file, frame.value, frame.path, errors, seen);
      if (errors.empty()) frame.seen.add(seen);
      met = met || errors.empty();
      all.insert(all.end(), errors.begin(), errors.end());
    }
    if (!met) frame.errors.insert(frame.errors.end(), all.begin(), all.end());
  }

  void one_of(const Frame& frame, const List& choices) {
    std::size_t met = 0;
    Errors all;
    for (const Value& rules : choices) {
      Errors errors;
      Seen seen;
      run(rules, frame.file, frame.value, frame.path, errors, seen);
      if (errors.empty()) frame.seen.add(seen);
      met += errors.empty() ? 1 : 0;
      all.insert(all.end(), errors.begin(), errors.end());
    }
    if (met == 1) return;
    frame.fail("must be valid to one and only one schema, but " + std::to_string(met) + " are valid");
    if (met == 0) frame.errors.insert(frame.errors.end(), all.begin(), all.end());
  }

  void unevaluated(const Frame& frame) {
    const Value* names = frame.value.is_map() ? frame.find("unevaluatedProperties") : nullptr;
    if (names != nullptr) {
      for (const Map::Entry& entry : frame.value.map()) {
        if (frame.seen.everything || frame.seen.names.contains(entry.key.view())) continue;
        if (names->is_bool() && !names->as_bool()) {
          frame.fail("property '" + entry.key.str() + "' is not evaluated and the schema does not allow unevaluated properties");
        } else {
          child(frame, *names, entry.value, frame.path + "." + entry.key.str());
        }
      }
      frame.seen.everything = true;
    }
    const Value* items = frame.value.is_list() ? frame.find("unevaluatedItems") : nullptr;
    if (items == nullptr) return;
    for (std::size_t at = frame.seen.items; at < frame.value.list().size(); ++at) child(frame, *items, frame.value.list()[at], item_path(frame, at));
    frame.seen.items = frame.value.list().size();
  }

  const Schema& schema_;
  std::size_t depth_ = 0;
};

std::vector<std::string> Schema::check(const Value* document) const {
  const auto& [path, rules] = *files_.find(path_);
  std::vector<std::string> errors;
  if (document == nullptr) {
    const Value* type = rules.is_map() ? rules.map().find("type") : nullptr;
    if (type != nullptr && type->is_text()) errors.push_back("$: unknown found, " + type->slice().str() + " expected");
    return errors;
  }
  Check run(*this);
  Check::Seen seen;
  run.run(rules, path, *document, "$", errors, seen);
  return errors;
}

}  // namespace kamel::json_schema
