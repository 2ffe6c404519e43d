// Reading jq: texts with \(…) in them, arrays and objects.
#include "engine/languages/jq/reader.h"

#include "dsl/json.h"
#include "engine/languages/jq/values.h"

namespace kamel::languages::jq_lang {

NodePtr Reader::format() {
  ++at_;
  const std::string name = "@" + peek_name();
  at_ += name.size() - 1;
  if (!is_format(name)) return nullptr;
  blanks();
  if (at_ < text_.size() && text_[at_] == '"') return string(name);
  return made(Node::Kind::Call, name);
}

NodePtr Reader::string(const std::string& format) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::Text;
  node->text = format;
  std::string raw = "\"";
  for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
    if (text_[at_] != '\\') {
      raw += text_[at_];
      continue;
    }
    if (++at_ >= text_.size()) return nullptr;
    if (text_[at_] != '(') {
      raw += {'\\', text_[at_]};
      continue;
    }
    ++at_;
    NodePtr inside = pipe();
    if (inside == nullptr || !take(")") || !add_literal(*node, raw)) return nullptr;
    node->parts.push_back(std::move(inside));
    --at_;
  }
  if (at_++ >= text_.size() || !add_literal(*node, raw)) return nullptr;
  if (node->parts.size() == 1 && format.empty()) return literal(node->parts[0]->value);
  return node;
}

bool Reader::add_literal(Node& node, std::string& raw) {
  std::string escaped;
  for (const char c : raw) {
    if (c == '\n') {
      escaped += "\\n";
    } else if (c == '\t') {
      escaped += "\\t";
    } else {
      escaped += c;
    }
  }
  const auto value = json::parse(Slice(escaped + '"'));
  raw = "\"";
  if (!value || !value->is_text()) return false;
  node.parts.push_back(literal(*value));
  return true;
}

NodePtr Reader::array() {
  ++at_;
  if (take("]")) return made(Node::Kind::Array);
  NodePtr inside = pipe();
  return inside != nullptr && take("]") ? made(Node::Kind::Array, {}, std::move(inside)) : nullptr;
}

NodePtr Reader::object() {
  ++at_;
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::Object;
  if (take("}")) return node;
  do {
    if (!entry(*node)) return nullptr;
  } while (take(","));
  return take("}") ? std::move(node) : nullptr;
}

bool Reader::entry(Node& object) {
  blanks();
  const char c = at_ < text_.size() ? text_[at_] : '\0';
  NodePtr key, value;
  if (c == '$') {
    const std::string name = variable();
    if (name.empty() || name == "__loc__") return false;
    key = literal(Value(name));
    auto unknown_is_null = std::make_unique<Node>();
    unknown_is_null->kind = Node::Kind::Variable;
    unknown_is_null->text = name;
    unknown_is_null->optional = true;
    value = std::move(unknown_is_null);
  } else if (c == '(') {
    ++at_;
    key = pipe();
    if (key == nullptr || !take(")")) return false;
  } else if (c == '"') {
    key = string({});
  } else if (const std::string name = peek_name(); !name.empty()) {
    at_ += name.size();
    key = literal(Value(name));
  }
  if (key == nullptr) return false;
  if (value == nullptr && take(":")) {
    value = entry_value();
  } else if (value == nullptr && c != '(' && key->kind == Node::Kind::Literal) {
    value = made(Node::Kind::Index, {}, made(Node::Kind::Identity), literal(key->value));
  }
  if (value == nullptr) return false;
  object.parts.push_back(std::move(key));
  object.parts.push_back(std::move(value));
  return true;
}

NodePtr Reader::entry_value() {
  NodePtr left = alternative();
  while (left != nullptr && take("|")) {
    NodePtr right = alternative();
    left = right != nullptr ? made(Node::Kind::Pipe, {}, std::move(left), std::move(right)) : nullptr;
  }
  return left;
}

}  // namespace kamel::languages::jq_lang
