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

/// The first name in an XPath, literals apart, for which `wanted(name, what follows it)` holds.
std::string find_name(std::string_view path, const auto& wanted) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '\'' || path[i] == '"') {
      i = std::min(path.find(path[i], i + 1), path.size());
      continue;
    }
    if (!in_name(path[i])) continue;
    const std::size_t start = i;
    while (i < path.size() && in_name(path[i])) ++i;
    const std::string_view name = path.substr(start, i - start);
    if (wanted(name, path.substr(i))) return std::string(name);
    --i;
  }
  return {};
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
  return find_name(path, [&](std::string_view name, std::string_view rest) {
    const bool is_prefix = rest.size() > 1 && rest[0] == ':' && rest[1] != ':' && (in_name(rest[1]) || rest[1] == '*');
    return is_prefix && !known(name, declared);
  });
}

std::string unknown_function(std::string_view path) {
  static constexpr std::array kFunctions = {
      "last", "position", "count", "id", "local-name", "namespace-uri", "name", "string", "concat", "starts-with", "contains", "substring-before",
      "substring-after", "substring", "string-length", "normalize-space", "translate", "boolean", "not", "true", "false", "lang", "number", "sum",
      "floor", "ceiling", "round", "current", "node", "text", "comment", "processing-instruction", "and", "or", "div", "mod",
      "generate-id", "system-property", "element-available", "function-available", "unparsed-entity-uri"};  // Camel knows these, too, and fails on them when they are called
  bool prefixed = false;
  return find_name(path, [&](std::string_view name, std::string_view rest) {
    const bool here = !std::exchange(prefixed, rest.size() > 1 && rest[0] == ':' && rest[1] != ':');
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    return here && name[0] != '-' && rest.starts_with('(') && std::ranges::find(kFunctions, name) == kFunctions.end();
  });
}

}  // namespace kamel::languages
