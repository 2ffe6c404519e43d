// The parser of CloudEvents SQL: by precedence, as in the specification's grammar.
#include <algorithm>
#include <optional>

#include "connectors/knative/cesql/nodes.h"
#include "connectors/knative/cesql/tokens.h"

namespace kamel::cesql {
namespace {

using Kind = Token::Kind;

struct Binary {
  std::string_view text;
  Operator which;
  int strength;
};
// NOT and - bind strongest, then LIKE and IN, then these. AND, OR and XOR are of one strength and group to the right, as in the specification's grammar.
constexpr Binary kBinary[] = {
    {"*", Operator::Times, 4},      {"/", Operator::Divide, 4},      {"%", Operator::Modulo, 4},   {"+", Operator::Plus, 3},    {"-", Operator::Minus, 3},
    {"=", Operator::Equal, 2},      {"!=", Operator::NotEqual, 2},   {"<>", Operator::NotEqual, 2}, {">=", Operator::GreaterOrEqual, 2},
    {"<=", Operator::LessOrEqual, 2}, {"<", Operator::Less, 2},      {">", Operator::Greater, 2},  {"AND", Operator::And, 1},   {"OR", Operator::Or, 1},
    {"XOR", Operator::Xor, 1},
};
constexpr std::string_view kReserved[] = {"AND", "OR", "XOR", "NOT", "LIKE", "EXISTS", "IN", "TRUE", "FALSE"};

class Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(text) {}
  Result<ExpressionPtr> whole() {
    ExpressionPtr expression = binary_of(1);
    if (expression && tokens_.peek().kind != Kind::End) expression = wrong("an operator or the end");
    if (expression) return expression;
    return Error("java.lang.IllegalArgumentException", "no CloudEvents SQL expression: " + problem_);
  }

 private:
  /// Guards against texts that nest without end.
  struct Depth {
    explicit Depth(int& depth) : depth_(depth) { ++depth_; }
    ~Depth() { --depth_; }
    int& depth_;
  };

  ExpressionPtr wrong(const std::string& expected) {
    const Token& token = tokens_.peek();
    const std::string found = token.kind == Kind::End ? "the end" : "'" + token.text + "'";
    if (problem_.empty()) problem_ = "expected " + expected + " instead of " + found + ", at offset " + std::to_string(token.offset);
    return nullptr;
  }

  std::optional<Binary> peek_binary() const {
    const Token& token = tokens_.peek();
    if (token.kind != Kind::Sign && token.kind != Kind::Word) return std::nullopt;
    const auto found = std::ranges::find(kBinary, std::string_view(token.text), &Binary::text);
    return found == std::end(kBinary) ? std::nullopt : std::optional(*found);
  }

  ExpressionPtr binary_of(int weakest) {
    constexpr int kDeepest = 200;
    const Depth depth(depth_);
    if (depth_ > kDeepest) return wrong("fewer nested expressions");
    ExpressionPtr left = matched();
    while (left) {
      const auto found = peek_binary();
      if (!found || found->strength < weakest) return left;
      tokens_.take();
      ExpressionPtr right = binary_of(found->strength == 1 ? 1 : found->strength + 1);
      if (!right) return nullptr;
      left = binary(found->which, std::move(left), std::move(right));
    }
    return left;
  }

  /// x [NOT] LIKE 'p', x [NOT] IN (…), one after the other.
  ExpressionPtr matched() {
    ExpressionPtr left = unary();
    while (left) {
      const bool negated = tokens_.accept("NOT");
      if (tokens_.accept("LIKE")) {
        if (tokens_.peek().kind != Kind::Text) return wrong("a pattern in quotes");
        left = like(std::move(left), tokens_.take().text, negated);
      } else if (tokens_.accept("IN")) {
        auto set = list(true);
        if (!set) return nullptr;
        left = in(std::move(left), std::move(*set), negated);
      } else {
        return negated ? wrong("LIKE or IN") : std::move(left);
      }
    }
    return left;
  }

  ExpressionPtr unary() {
    constexpr int kDeepest = 200;
    const Depth depth(depth_);
    if (depth_ > kDeepest) return wrong("fewer nested expressions");
    if (tokens_.accept("NOT")) {
      ExpressionPtr of = unary();
      return of ? negation(std::move(of)) : nullptr;
    }
    if (tokens_.accept("-")) {
      if (tokens_.peek().kind == Kind::Number) return number("-");
      ExpressionPtr of = unary();
      return of ? negative(std::move(of)) : nullptr;
    }
    if (tokens_.accept("+")) return tokens_.peek().kind == Kind::Number ? number("") : wrong("a number");
    return primary();
  }

  ExpressionPtr number(const std::string& sign) {
    const Outcome read = cast(Value(sign + tokens_.peek().text), Type::Integer);
    if (!read.fine()) return wrong("a 32-bit Integer");
    tokens_.take();
    return literal(read.value);
  }

  ExpressionPtr primary() {
    const Kind kind = tokens_.peek().kind;
    if (kind == Kind::Text) return literal(tokens_.take().text);
    if (kind == Kind::Number) return number("");
    if (kind == Kind::Word) return word();
    if (!tokens_.accept("(")) return wrong("an expression");
    ExpressionPtr inner = binary_of(1);
    if (!inner || tokens_.accept(")")) return inner;
    return wrong("')'");
  }

  ExpressionPtr word() {
    if (tokens_.accept("TRUE")) return literal(true);
    if (tokens_.accept("FALSE")) return literal(false);
    const bool asks = tokens_.accept("EXISTS");
    const bool reserved = tokens_.peek().kind != Kind::Word || std::ranges::find(kReserved, tokens_.peek().text) != std::end(kReserved);
    if (reserved) return wrong(asks ? "an attribute's name" : "an expression");
    std::string name = tokens_.take().text;
    if (!asks && tokens_.peek().kind == Kind::Sign && tokens_.peek().text == "(") {
      auto arguments = list(false);
      return arguments ? call(std::move(name), std::move(*arguments)) : nullptr;
    }
    if (name.find('_') != name.npos) return wrong("'(' behind the function " + name);
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return asks ? exists(std::move(name)) : attribute(std::move(name));
  }

  /// (x, y, …); nothing after having said what is wrong.
  std::optional<std::vector<ExpressionPtr>> list(bool needs_one) {
    std::vector<ExpressionPtr> items;
    if (!tokens_.accept("(")) return wrong("'('"), std::nullopt;
    if (!needs_one && tokens_.accept(")")) return items;
    do {
      ExpressionPtr item = binary_of(1);
      if (!item) return std::nullopt;
      items.push_back(std::move(item));
    } while (tokens_.accept(","));
    if (!tokens_.accept(")")) return wrong("',' or ')'"), std::nullopt;
    return items;
  }

  Tokens tokens_;
  std::string problem_;
  int depth_ = 0;
};

}  // namespace

Result<ExpressionPtr> parse(std::string_view text) { return Parser(text).whole(); }

}  // namespace kamel::cesql
