// Reading a value as JSON.
#include "engine/languages/shared/json_body.h"

#include "dsl/json.h"

namespace kamel::languages {

Result<Value> parse_json(const Slice& text, Exchange& exchange) {
  auto& [bytes, tree] = exchange.parsed;
  if (!text.empty() && bytes.data() == text.data() && bytes.size() == text.size() && !tree.is_object()) return tree;
  Result<Value> parsed = json::parse(text);
  if (!parsed || (!parsed->is_list() && !parsed->is_map())) return parsed;
  bytes = text;
  tree = *parsed;
  return parsed;
}

std::optional<Value> as_tree(const Value& value) {
  if (value.is_list() || value.is_map()) return value;
  if (!value.is_object()) return std::nullopt;
  return value.object().converted();
}

}  // namespace kamel::languages
