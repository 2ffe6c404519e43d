// Namespace prefixes.
#include "engine/languages/shared/namespaces.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace kamel::languages {
namespace {

bool in_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.'; }

bool known(std::string_view prefix, const Namespaces& declared) {
  static constexpr std::array kOwn = {"in", "out", "function", "env", "xml"};
  return std::ranges::find(kOwn, prefix) != kOwn.end() || std::ranges::find(declared, prefix, &std::pair<std::string, std::string>::first) != declared.end();
}

}  // namespace

Namespaces read_namespaces(const Node* node, Assembler& assembler) {
  Namespaces found;
  if (node == nullptr) return found;
  if (node->is_map()) {
    for (const Node::Entry& entry : node->entries) found.emplace_back(entry.key, entry.value.text);
    return found;
  }
  for (const Node& item : node->items) {
    const Node* key = item.find("key");
    const Node* value = item.find("value");
    if (key == nullptr || value == nullptr || !key->is_scalar() || !value->is_scalar()) {
      assembler.error(item.mark, "a namespace needs a key (the prefix) and a value (the URI)", "namespace: [{key: x, value: \"urn:x\"}]");
      continue;
    }
    found.emplace_back(key->text, value->text);
  }
  if (!node->is_list()) assembler.error(node->mark, "namespace must be a list", "namespace: [{key: x, value: \"urn:x\"}]");
  return found;
}

std::string undeclared_prefix(std::string_view path, const Namespaces& declared) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '\'' || path[i] == '"') {
      i = std::min(path.find(path[i], i + 1), path.size());
      continue;
    }
    if (!in_name(path[i])) continue;
    const std::size_t start = i;
    while (i < path.size() && in_name(path[i])) ++i;
    const bool is_prefix = i + 1 < path.size() && path[i] == ':' && path[i + 1] != ':' && (in_name(path[i + 1]) || path[i + 1] == '*');
    const std::string_view name = path.substr(start, i - start);
    if (is_prefix && !known(name, declared)) return std::string(name);
    --i;
  }
  return {};
}

}  // namespace kamel::languages
