// JSON schema: what counts for objects: properties, required, dependencies …
#include "connectors/json_validator/check.h"

#include "engine/convert.h"

namespace kamel::json_schema {

void Check::objects(const Frame& frame) {
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
    for (const Map::Entry& entry : map) name(frame, *names, entry.key);
  }
  for (const std::string_view key : {"dependencies", "dependentRequired", "dependentSchemas"}) {
    if (const Value* rule = frame.map(key)) dependencies(frame, map, rule->map(), key == "dependencies");
  }
}

void Check::members(const Frame& frame, const Map& map) {
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

// The name of a property, as a value of its own.
void Check::name(const Frame& frame, const Value& rules, const Slice& name) {
  Errors errors;
  Seen unused;
  static const std::string nowhere;
  run(rules, frame.file, Value(name), nowhere, errors, unused);
  for (const std::string& why : errors) frame.fail("property '" + name.str() + "' name is not valid: " + why.substr(std::min<std::size_t>(2, why.size())));
}

void Check::dependencies(const Frame& frame, const Map& map, const Map& rules, bool old) {
  for (const Map::Entry& rule : rules) {
    if (map.find(rule.key) == nullptr) continue;
    if (!rule.value.is_list()) {
      also(frame, rule.value, frame.file);
      continue;
    }
    for (const Value& name : rule.value.list()) {
      if (!name.is_text() || map.find(name.slice()) != nullptr) continue;
      frame.fail(old ? "has an error with dependencies " + to_text(Value(rules)).str()
                     : "has a missing property '" + name.slice().str() + "' which is dependent required because '" + rule.key.str() + "' is present");
    }
  }
}

}  // namespace kamel::json_schema
