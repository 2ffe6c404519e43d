// Reading jq: what begins with a word: if, try, reduce, true, a function.
#include "engine/languages/jq/reader.h"

#include <algorithm>
#include <array>

#include "engine/languages/jq/evaluator.h"

namespace kamel::languages::jq_lang {
namespace {

constexpr std::array<std::string_view, 16> kWords = {"and", "or", "if", "then", "elif", "else", "end", "as", "def", "reduce", "foreach", "try", "catch", "label", "import", "include"};

}  // namespace

NodePtr Reader::word() {
  const std::string name = peek_name();
  at_ += name.size();
  if (name == "true" || name == "false") return literal(Value(name == "true"));
  if (name == "null") return literal(Value());
  if (name == "if") return condition();
  if (name == "try") return attempt();
  if (name == "reduce") return reduction();
  if (name.empty() || std::ranges::find(kWords, name) != kWords.end()) return nullptr;
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::Call;
  node->text = name;
  if (take("(")) {
    do {
      node->parts.push_back(pipe());
      if (node->parts.back() == nullptr) return nullptr;
    } while (take(";"));
    if (!take(")")) return nullptr;
  }
  const bool known = has_function(name, node->parts.size()) && (name != "del" || has_places(*node->parts[0]));
  return known ? std::move(node) : nullptr;
}

NodePtr Reader::condition() {
  if (++depth_ > kDeepest) return nullptr;
  NodePtr test = pipe();
  if (test == nullptr || !take_word("then")) return nullptr;
  NodePtr then = pipe();
  NodePtr otherwise;
  if (take_word("elif")) {
    otherwise = condition();
  } else if (take_word("else")) {
    otherwise = pipe();
    if (!take_word("end")) return nullptr;
  }
  --depth_;
  if (then == nullptr || otherwise == nullptr) return nullptr;
  return made(Node::Kind::If, {}, std::move(test), std::move(then), std::move(otherwise));
}

NodePtr Reader::attempt() {
  NodePtr body = postfix();
  if (body == nullptr) return nullptr;
  if (!take_word("catch")) return made(Node::Kind::Try, {}, std::move(body));
  NodePtr handler = postfix();
  return handler != nullptr ? made(Node::Kind::Try, {}, std::move(body), std::move(handler)) : nullptr;
}

NodePtr Reader::reduction() {
  NodePtr source = postfix();
  if (source == nullptr || !take_word("as")) return nullptr;
  const std::string name = variable();
  if (name.empty() || !take("(")) return nullptr;
  NodePtr start = pipe();
  if (start == nullptr || !take(";")) return nullptr;
  NodePtr step = pipe();
  if (step == nullptr || !take(")")) return nullptr;
  return made(Node::Kind::Reduce, name, std::move(source), std::move(start), std::move(step));
}

}  // namespace kamel::languages::jq_lang
