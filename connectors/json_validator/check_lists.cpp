// JSON schema: what counts for lists: items, contains, uniqueItems …
#include <algorithm>
#include <map>

#include "connectors/json_validator/check.h"

namespace kamel::json_schema {

void Check::lists(const Frame& frame) {
  const List& list = frame.value.list();
  const std::string found = " items but found " + std::to_string(list.size());
  if (breaks(frame, "minItems", list.size(), true)) frame.fail("must have at least " + rule_text(frame, "minItems") + found);
  if (breaks(frame, "maxItems", list.size(), false)) frame.fail("must have at most " + rule_text(frame, "maxItems") + found);
  if (const Value* unique = frame.find("uniqueItems"); unique != nullptr && unique->is_bool() && unique->as_bool() && repeats(list))
    frame.fail("must have only unique items in the array");
  items(frame, list);
  contains(frame, list);
}

bool Check::repeats(const List& list) {
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

void Check::items(const Frame& frame, const List& list) {
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

std::string Check::item_path(const Frame& frame, std::size_t at) {
  return frame.path + "[" + std::to_string(at) + "]";
}

void Check::contains(const Frame& frame, const List& list) {
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

}  // namespace kamel::json_schema
