// Reading declared REST nodes: small looks at YAML that has been checked before.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/node.h"

namespace kamel::rest {

inline std::optional<std::string> text_in(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node != nullptr && node->is_scalar() ? std::optional(node->text) : std::nullopt;
}

inline const std::vector<Node>& items_in(const Node& map, std::string_view key) {
  static const std::vector<Node> kNone;
  const Node* node = map.find(key);
  return node != nullptr ? node->items : kNone;
}

inline bool flag_in(const Node& map, std::string_view key, bool otherwise) {
  const auto text = text_in(map, key);
  return text ? *text == "true" : otherwise;
}

/// [a, b], or [{value: a}, {value: b}]
inline std::vector<std::string> allowed_in(const Node& param) {
  std::vector<std::string> out;
  for (const Node& item : items_in(param, "allowableValues")) out.push_back(item.is_scalar() ? item.text : text_in(item, "value").value_or(""));
  return out;
}

/// "a, b" → a, b; blanks around the parts are dropped.
inline std::vector<std::string> split_commas(std::string_view text) {
  std::vector<std::string> out;
  for (;;) {
    const std::size_t comma = text.find(',');
    std::string_view part = text.substr(0, comma);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) out.emplace_back(part);
    if (comma == text.npos) return out;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace kamel::rest
