// Reading jq: terms, and the path behind them.
#include "engine/languages/jq/reader.h"

#include <cctype>

#include "dsl/json.h"

namespace kamel::languages::jq_lang {

NodePtr Reader::postfix() {
  if (++depth_ > kDeepest) return nullptr;
  NodePtr term = this->term();
  while (term != nullptr) {
    blanks();
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with('.') && (is_name_at(at_ + 1, true) || rest.starts_with(".\""))) {
      ++at_;
      term = field(std::move(term));
    } else if (rest.starts_with('[')) {
      ++at_;
      term = bracket(std::move(term));
    } else if (rest.starts_with('?')) {
      ++at_;
      term = made(Node::Kind::Try, {}, std::move(term));
    } else {
      break;
    }
  }
  --depth_;
  return term;
}

NodePtr Reader::field(NodePtr of) {
  NodePtr key;
  if (at_ < text_.size() && text_[at_] == '"') {
    key = string({});
  } else {
    const std::string name = peek_name();
    at_ += name.size();
    key = name.empty() ? nullptr : literal(Value(name));
  }
  return key != nullptr ? indexed(std::move(of), std::move(key)) : nullptr;
}

NodePtr Reader::indexed(NodePtr of, NodePtr key) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::Index;
  node->parts.push_back(std::move(of));
  node->parts.push_back(std::move(key));
  node->optional = at_ < text_.size() && text_[at_] == '?';
  if (node->optional) ++at_;
  return node;
}

NodePtr Reader::bracket(NodePtr of) {
  if (take("]")) return made(Node::Kind::Each, {}, std::move(of));
  NodePtr from, to;
  if (!take(":")) {
    from = pipe();
    if (from == nullptr) return nullptr;
    if (take("]")) return indexed(std::move(of), std::move(from));
    if (!take(":")) return nullptr;
  }
  if (!take("]")) {
    to = pipe();
    if (to == nullptr || !take("]")) return nullptr;
  }
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::Slice;
  node->parts.push_back(std::move(of));
  node->parts.push_back(from != nullptr ? std::move(from) : literal(Value()));
  node->parts.push_back(to != nullptr ? std::move(to) : literal(Value()));
  return node;
}

NodePtr Reader::term() {
  blanks();
  const char c = at_ < text_.size() ? text_[at_] : '\0';
  if (c == '.') return from_dot();
  if (c == '"') return string({});
  if (c == '@') return format();
  if (c == '[') return array();
  if (c == '{') return object();
  if (c == '$') {
    const std::string name = variable();
    const bool known = !name.empty() && name != "ENV" && name != "__loc__" && name != "__prog_args";
    return known ? made(Node::Kind::Variable, name) : nullptr;
  }
  if (c == '(') {
    ++at_;
    NodePtr inside = pipe();
    return inside != nullptr && take(")") ? std::move(inside) : nullptr;
  }
  if (c == '-') {
    ++at_;
    NodePtr inside = postfix();
    return inside != nullptr ? made(Node::Kind::Negate, {}, std::move(inside)) : nullptr;
  }
  return std::isdigit(static_cast<unsigned char>(c)) != 0 ? number() : word();
}

NodePtr Reader::from_dot() {
  ++at_;
  const char next = at_ < text_.size() ? text_[at_] : '\0';
  if (next == '.') {
    ++at_;
    return made(Node::Kind::Recurse);
  }
  if (std::isdigit(static_cast<unsigned char>(next)) != 0) return nullptr;
  NodePtr here = made(Node::Kind::Identity);
  if (is_name_at(at_, true) || next == '"') return field(std::move(here));
  return here;
}

NodePtr Reader::number() {
  const std::size_t start = at_;
  while (at_ < text_.size() && (std::isdigit(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '.')) ++at_;
  if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
    ++at_;
    if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
    while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  const auto value = json::parse(Slice(text_.substr(start, at_ - start)));
  return value && value->is_number() ? literal(*value) : nullptr;
}

}  // namespace kamel::languages::jq_lang
