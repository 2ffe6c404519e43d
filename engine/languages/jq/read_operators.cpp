// Reading jq: what stands between terms, from | (binds least) to * (binds most).
#include "engine/languages/jq/reader.h"

#include "engine/languages/jq/evaluator.h"

namespace kamel::languages::jq_lang {

NodePtr Reader::pipe() {
  if (++depth_ > kDeepest) return nullptr;
  NodePtr left = comma();
  if (left != nullptr && take_word("as")) {
    const std::string name = variable();
    const bool term = left->kind < Node::Kind::Comma || left->kind > Node::Kind::If;  // of an operation only the last operand would be meant
    if (!term || name.empty() || !take("|")) return nullptr;
    NodePtr body = pipe();
    left = body != nullptr ? made(Node::Kind::Bind, name, std::move(left), std::move(body)) : nullptr;
  } else if (left != nullptr && take("|")) {
    NodePtr right = pipe();
    left = right != nullptr ? made(Node::Kind::Pipe, {}, std::move(left), std::move(right)) : nullptr;
  }
  --depth_;
  return left;
}

NodePtr Reader::comma() {
  NodePtr left = alternative();
  while (left != nullptr && take(",")) {
    NodePtr right = alternative();
    left = right != nullptr ? made(Node::Kind::Comma, {}, std::move(left), std::move(right)) : nullptr;
  }
  return left;
}

bool Reader::on_alternative() {
  blanks();
  return text_.substr(at_).starts_with("//") && !text_.substr(at_).starts_with("//=");
}

NodePtr Reader::alternative() {
  if (++depth_ > kDeepest) return nullptr;
  NodePtr left = assignment();
  if (left != nullptr && on_alternative() && take("//")) {
    NodePtr right = alternative();
    left = right != nullptr ? made(Node::Kind::Alternative, {}, std::move(left), std::move(right)) : nullptr;
  }
  --depth_;
  return left;
}

NodePtr Reader::assignment() {
  NodePtr left = disjunction();
  if (left == nullptr) return nullptr;
  blanks();
  if (text_.substr(at_).starts_with("==")) return nullptr;
  for (const std::string_view operation : {"=", "|=", "+=", "-=", "*=", "/=", "%=", "//="}) {
    if (!take(operation)) continue;
    NodePtr right = alternative();
    if (right == nullptr || !has_places(*left)) return nullptr;
    return made(Node::Kind::Assign, std::string(operation), std::move(left), std::move(right));
  }
  return left;
}

NodePtr Reader::disjunction() {
  NodePtr left = conjunction();
  while (left != nullptr && take_word("or")) {
    NodePtr right = conjunction();
    left = right != nullptr ? made(Node::Kind::Or, {}, std::move(left), std::move(right)) : nullptr;
  }
  return left;
}

NodePtr Reader::conjunction() {
  NodePtr left = comparison();
  while (left != nullptr && take_word("and")) {
    NodePtr right = comparison();
    left = right != nullptr ? made(Node::Kind::And, {}, std::move(left), std::move(right)) : nullptr;
  }
  return left;
}

NodePtr Reader::comparison() {
  NodePtr left = sum();
  for (const std::string_view operation : {"==", "!=", "<=", ">=", "<", ">"}) {
    if (left == nullptr || !take(operation)) continue;
    NodePtr right = sum();
    return right != nullptr ? made(Node::Kind::Binary, std::string(operation), std::move(left), std::move(right)) : nullptr;
  }
  return left;
}

char Reader::take_one_of(std::string_view operators) {
  blanks();
  const char c = at_ < text_.size() ? text_[at_] : '\0';
  const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  if (c == '\0' || operators.find(c) == std::string_view::npos || next == '=' || (c == '/' && next == '/')) return '\0';
  ++at_;
  return c;
}

NodePtr Reader::sum() {
  NodePtr left = product();
  while (left != nullptr) {
    const char operation = take_one_of("+-");
    if (operation == '\0') break;
    NodePtr right = product();
    left = right != nullptr ? made(Node::Kind::Binary, std::string(1, operation), std::move(left), std::move(right)) : nullptr;
  }
  return left;
}

NodePtr Reader::product() {
  NodePtr left = postfix();
  while (left != nullptr) {
    const char operation = take_one_of("*/%");
    if (operation == '\0') break;
    NodePtr right = postfix();
    left = right != nullptr ? made(Node::Kind::Binary, std::string(1, operation), std::move(left), std::move(right)) : nullptr;
  }
  return left;
}

}  // namespace kamel::languages::jq_lang
