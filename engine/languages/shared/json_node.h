// JsonNode: a JSON object or array as a tree, as Jackson's JsonNode is one.
#pragma once

#include "dsl/value.h"

namespace kamel::languages {

/// What a jq result is in Camel: unlike a map it prints as (pretty) JSON. Scalars need no such wrapping.
class JsonNode final : public Object {
 public:
  explicit JsonNode(Value tree) : tree_(std::move(tree)) {}
  const Value& tree() const noexcept { return tree_; }

  std::string_view java_class() const noexcept override {
    return tree_.is_map() ? "com.fasterxml.jackson.databind.node.ObjectNode" : "com.fasterxml.jackson.databind.node.ArrayNode";
  }
  std::string text() const override;
  std::optional<Value> converted() const override { return tree_; }
  std::optional<List> items() const override;

  /// Lists and maps wrapped, anything else as it is.
  static Value wrap(Value tree);

 private:
  Value tree_;
};

}  // namespace kamel::languages
