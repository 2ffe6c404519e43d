// Reading jq programs: blanks, names and symbols; what is read by which file is in reader.h.
#include "engine/languages/jq/reader.h"

#include <algorithm>
#include <cctype>

namespace kamel::languages::jq_lang {

NodePtr made(Node::Kind kind, std::string text, NodePtr a, NodePtr b, NodePtr c) {
  auto node = std::make_unique<Node>();
  node->kind = kind;
  node->text = std::move(text);
  for (NodePtr* part : {&a, &b, &c}) {
    if (*part != nullptr) node->parts.push_back(std::move(*part));
  }
  return node;
}

NodePtr literal(Value value) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::Literal;
  node->value = std::move(value);
  return node;
}

NodePtr Reader::program() {
  NodePtr all = pipe();
  blanks();
  return at_ == text_.size() ? std::move(all) : nullptr;
}

void Reader::blanks() {
  while (at_ < text_.size()) {
    if (text_[at_] == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
      ++at_;
    } else {
      return;
    }
  }
}

bool Reader::is_name_at(std::size_t at, bool first) const {
  const auto c = static_cast<unsigned char>(at < text_.size() ? text_[at] : ' ');
  return c == '_' || (first ? std::isalpha(c) : std::isalnum(c)) != 0;
}

bool Reader::take(std::string_view symbol) {
  blanks();
  if (!text_.substr(at_).starts_with(symbol)) return false;
  at_ += symbol.size();
  return true;
}

std::string Reader::peek_name() {
  blanks();
  std::size_t end = at_;
  while (is_name_at(end, end == at_)) ++end;
  return std::string(text_.substr(at_, end - at_));
}

bool Reader::take_word(std::string_view word) {
  if (peek_name() != word) return false;
  at_ += word.size();
  return true;
}

std::string Reader::variable() {
  if (!take("$")) return {};
  std::string name = peek_name();
  at_ += name.size();
  return name;
}

NodePtr read_program(std::string_view text) { return Reader(text).program(); }

}  // namespace kamel::languages::jq_lang
