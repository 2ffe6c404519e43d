// What a JSON schema says of a document: which of its keywords count, and those that refer to or combine schemas.
#include <algorithm>

#include "connectors/json_validator/check.h"

namespace kamel::json_schema {
namespace {

constexpr std::size_t kDepth = 400;  // of schemas within schemas: more is a reference that goes in circles

}  // namespace

void Check::run(const Value& rules, const std::string& file, const Value& value, const std::string& path, Errors& errors, Seen& seen) {
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

void Check::also(const Frame& frame, const Value& rules, const std::string& file) {
  run(rules, file, frame.value, frame.path, frame.errors, frame.seen);
}

bool Check::holds(const Frame& frame, const Value& rules, Seen& seen) {
  Errors errors;
  run(rules, frame.file, frame.value, frame.path, errors, seen);
  return errors.empty();
}

void Check::child(const Frame& frame, const Value& rules, const Value& value, const std::string& path) {
  Seen seen;
  run(rules, frame.file, value, path, frame.errors, seen);
}

void Check::references(const Frame& frame) {
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

void Check::combinations(const Frame& frame) {
  if (const Value* all = frame.list("allOf")) {
    for (const Value& rules : all->list()) also(frame, rules, frame.file);
  }
  if (const Value* any = frame.list("anyOf")) any_of(frame, any->list());
  if (const Value* one = frame.list("oneOf")) one_of(frame, one->list());
  Seen unused;
  if (const Value* never = frame.find("not"); never != nullptr && holds(frame, *never, unused)) frame.fail("must not be valid to the schema \"" + schema_.place_of(*never, frame.file) + "\" : " + shown(*never));
  if (const Value* condition = frame.find("if")) {
    Seen seen;
    const bool met = holds(frame, *condition, seen);
    if (met) frame.seen.add(seen);
    if (const Value* then = frame.find(met ? "then" : "else")) also(frame, *then, frame.file);
  }
}

void Check::any_of(const Frame& frame, const List& choices) {
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

void Check::one_of(const Frame& frame, const List& choices) {
  std::size_t met = 0, index = 0;
  std::string places;  // of those that it meets
  Errors all;
  for (const Value& rules : choices) {
    Errors errors;
    Seen seen;
    run(rules, frame.file, frame.value, frame.path, errors, seen);
    if (errors.empty()) {
      frame.seen.add(seen);
      places += (met++ == 0 ? "" : ", ") + std::to_string(index);
    }
    ++index;
    all.insert(all.end(), errors.begin(), errors.end());
  }
  if (met == 1) return;
  frame.fail("must be valid to one and only one schema, but " + std::to_string(met) + " are valid" + (met == 0 ? "" : " with indexes '" + places + "'"));
  if (met == 0) frame.errors.insert(frame.errors.end(), all.begin(), all.end());
}

void Check::unevaluated(const Frame& frame) {
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
