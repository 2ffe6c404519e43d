// Reading jq programs.
#include <array>
#include <algorithm>
#include <cctype>
#include <charconv>

#include "dsl/json.h"
#include "engine/languages/jq/evaluator.h"
#include "engine/languages/jq/tree.h"
#include "engine/languages/jq/values.h"

namespace kamel::languages::jq_lang {
namespace {

constexpr int kDeepest = 100;
constexpr std::array<std::string_view, 16> kWords = {"and", "or", "if", "then", "elif", "else", "end", "as", "def", "reduce", "foreach", "try", "catch", "label", "import", "include"};

NodePtr made(Node::Kind kind, std::string text = {}, NodePtr a = nullptr, NodePtr b = nullptr, NodePtr c = nullptr) {
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

/// Recursive descent. Every function gives nullptr when something is not understood; then libjq is asked.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  NodePtr program() {
    NodePtr all = pipe();
    blanks();
    return at_ == text_.size() ? std::move(all) : nullptr;
  }

 private:
  void blanks() {
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
  bool is_name_at(std::size_t at, bool first) const {
    const auto c = static_cast<unsigned char>(at < text_.size() ? text_[at] : ' ');
    return c == '_' || (first ? std::isalpha(c) : std::isalnum(c)) != 0;
  }
  bool take(std::string_view symbol) {
    blanks();
    if (!text_.substr(at_).starts_with(symbol)) return false;
    at_ += symbol.size();
    return true;
  }
  std::string peek_name() {
    blanks();
    std::size_t end = at_;
    while (is_name_at(end, end == at_)) ++end;
    return std::string(text_.substr(at_, end - at_));
  }
  bool take_word(std::string_view word) {
    if (peek_name() != word) return false;
    at_ += word.size();
    return true;
  }
  std::string variable() {
    if (!take("$")) return {};
    std::string name = peek_name();
    at_ += name.size();
    return name;
  }

  NodePtr pipe() {
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
  NodePtr comma() {
    NodePtr left = alternative();
    while (left != nullptr && take(",")) {
      NodePtr right = alternative();
      left = right != nullptr ? made(Node::Kind::Comma, {}, std::move(left), std::move(right)) : nullptr;
    }
    return left;
  }
  bool on_alternative() {
    blanks();
    return text_.substr(at_).starts_with("//") && !text_.substr(at_).starts_with("//=");
  }
  NodePtr alternative() {
    if (++depth_ > kDeepest) return nullptr;
    NodePtr left = assignment();
    if (left != nullptr && on_alternative() && take("//")) {
      NodePtr right = alternative();
      left = right != nullptr ? made(Node::Kind::Alternative, {}, std::move(left), std::move(right)) : nullptr;
    }
    --depth_;
    return left;
  }
  NodePtr assignment() {
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
  NodePtr disjunction() {
    NodePtr left = conjunction();
    while (left != nullptr && take_word("or")) {
      NodePtr right = conjunction();
      left = right != nullptr ? made(Node::Kind::Or, {}, std::move(left), std::move(right)) : nullptr;
    }
    return left;
  }
  NodePtr conjunction() {
    NodePtr left = comparison();
    while (left != nullptr && take_word("and")) {
      NodePtr right = comparison();
      left = right != nullptr ? made(Node::Kind::And, {}, std::move(left), std::move(right)) : nullptr;
    }
    return left;
  }
  NodePtr comparison() {
    NodePtr left = sum();
    for (const std::string_view operation : {"==", "!=", "<=", ">=", "<", ">"}) {
      if (left == nullptr || !take(operation)) continue;
      NodePtr right = sum();
      return right != nullptr ? made(Node::Kind::Binary, std::string(operation), std::move(left), std::move(right)) : nullptr;
    }
    return left;
  }
  /// A one-character operator that is not the beginning of an assignment or of //.
  char take_one_of(std::string_view operators) {
    blanks();
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    if (c == '\0' || operators.find(c) == std::string_view::npos || next == '=' || (c == '/' && next == '/')) return '\0';
    ++at_;
    return c;
  }
  NodePtr sum() {
    NodePtr left = product();
    while (left != nullptr) {
      const char operation = take_one_of("+-");
      if (operation == '\0') break;
      NodePtr right = product();
      left = right != nullptr ? made(Node::Kind::Binary, std::string(1, operation), std::move(left), std::move(right)) : nullptr;
    }
    return left;
  }
  NodePtr product() {
    NodePtr left = postfix();
    while (left != nullptr) {
      const char operation = take_one_of("*/%");
      if (operation == '\0') break;
      NodePtr right = postfix();
      left = right != nullptr ? made(Node::Kind::Binary, std::string(1, operation), std::move(left), std::move(right)) : nullptr;
    }
    return left;
  }

  /// A term and what follows it: .name, [key], [from:to], [], ?
  NodePtr postfix() {
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
        if (rest.starts_with("?//")) return nullptr;
        ++at_;
        term = made(Node::Kind::Try, {}, std::move(term));
      } else {
        break;
      }
    }
    --depth_;
    return term;
  }
  NodePtr field(NodePtr of) {
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
  NodePtr indexed(NodePtr of, NodePtr key) {
    auto node = std::make_unique<Node>();
    node->kind = Node::Kind::Index;
    node->parts.push_back(std::move(of));
    node->parts.push_back(std::move(key));
    node->optional = at_ < text_.size() && text_[at_] == '?' && !text_.substr(at_).starts_with("?//");
    if (node->optional) ++at_;
    return node;
  }
  NodePtr bracket(NodePtr of) {
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

  NodePtr term() {
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
  NodePtr from_dot() {
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
  NodePtr number() {
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
  NodePtr format() {
    ++at_;
    const std::string name = "@" + peek_name();
    at_ += name.size() - 1;
    if (!is_format(name)) return nullptr;
    blanks();
    if (at_ < text_.size() && text_[at_] == '"') return string(name);
    return made(Node::Kind::Call, name);
  }
  NodePtr array() {
    ++at_;
    if (take("]")) return made(Node::Kind::Array);
    NodePtr inside = pipe();
    return inside != nullptr && take("]") ? made(Node::Kind::Array, {}, std::move(inside)) : nullptr;
  }

  /// A text with \(expressions) in it.
  NodePtr string(const std::string& format) {
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
  /// Adds what has been read of the text between its quotes, and begins anew.
  static bool add_literal(Node& node, std::string& raw) {
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

  NodePtr object() {
    ++at_;
    auto node = std::make_unique<Node>();
    node->kind = Node::Kind::Object;
    if (take("}")) return node;
    do {
      if (!entry(*node)) return nullptr;
    } while (take(","));
    return take("}") ? std::move(node) : nullptr;
  }
  bool entry(Node& object) {
    blanks();
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    NodePtr key, value;
    if (c == '$') {
      const std::string name = variable();
      if (name.empty() || name == "__loc__") return false;
      key = literal(Value(name));
      value = made(Node::Kind::Variable, name);
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
  /// Anything without a comma.
  NodePtr entry_value() {
    NodePtr left = alternative();
    while (left != nullptr && take("|")) {
      NodePtr right = alternative();
      left = right != nullptr ? made(Node::Kind::Pipe, {}, std::move(left), std::move(right)) : nullptr;
    }
    return left;
  }

  NodePtr word() {
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
  NodePtr condition() {
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
  NodePtr attempt() {
    NodePtr body = postfix();
    if (body == nullptr) return nullptr;
    if (!take_word("catch")) return made(Node::Kind::Try, {}, std::move(body));
    NodePtr handler = postfix();
    return handler != nullptr ? made(Node::Kind::Try, {}, std::move(body), std::move(handler)) : nullptr;
  }
  NodePtr reduction() {
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

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

NodePtr read_program(std::string_view text) { return Reader(text).program(); }

}  // namespace kamel::languages::jq_lang
