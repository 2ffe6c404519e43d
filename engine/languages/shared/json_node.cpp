// JSON trees as values.
#include "engine/languages/shared/json_node.h"

#include "dsl/json.h"

namespace kamel::languages {

std::string JsonNode::text() const { return json::write(tree_, json::Style::Pretty).str(); }

std::optional<List> JsonNode::items() const {
  List items;
  if (tree_.is_list()) {
    for (const Value& item : tree_.list()) items.push_back(wrap(item));
  } else {
    for (const Map::Entry& entry : tree_.map()) items.push_back(wrap(entry.value));
  }
  return items;
}

Value JsonNode::wrap(Value tree) {
  if (!tree.is_list() && !tree.is_map()) return tree;
  return Value(std::unique_ptr<Object>(std::make_unique<JsonNode>(std::move(tree))));
}

}  // namespace kamel::languages
