// The text of an expression → its tree. Camel's own grammar: functions are found before anything else, operators need a blank on both
// sides.
#include <algorithm>

#include "engine/convert.h"
#include "engine/languages/simple/compiler.h"
#include "engine/languages/simple/nodes.h"
#include "engine/languages/simple/operators.h"
#include "engine/languages/simple/scan.h"

namespace kamel::simple {
namespace {

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

constexpr std::string_view kNewer = "an operator since Camel 4.18: set the property kamel.camel-version to 4.18 or leave it out";

/// "++" or "--" right behind a function, with a blank or nothing after it: +1 or -1; else 0.
int unary(std::string_view text, std::size_t at) noexcept {
  const std::string_view rest = text.substr(at);
  const int by = rest.starts_with("++") ? 1 : rest.starts_with("--") ? -1 : 0;
  return by != 0 && (rest.size() == 2 || rest[2] == ' ') ? by : 0;
}

/// The function that begins at `at`, with what increments it; `at` is moved behind it.
ExpressionPtr take_function(Compiler& compiler, const Piece& text, std::size_t& at) {
  const std::size_t begin = at + function_start(text.text, at);
  const std::size_t end = function_end(text.text, begin);
  if (end == std::string_view::npos) {
    Compiler::fail(text.from(text.text.size() - 1), "expected symbol functionEnd but was eol", "end the function with a '}'");
  }
  const std::string_view inner = text.text.substr(begin, end - begin);
  const std::string_view unescaped = unescape(inner, compiler);
  const std::size_t start = text.offset + at;
  at = end + 1;
  try {
    return compiler.function({unescaped, text.offset + begin});
  } catch (SyntaxError& error) {
    if (error.offset == text.offset + begin) error.offset = start;  // what is wrong as a whole is pointed at where it starts
    throw;
  }
}

/// Text with functions in it. `functions` false: all of it is text; `escapes` false: backslashes are text, as between quotes.
ExpressionPtr read_template(Compiler& compiler, const Piece& text, bool escapes) {
  std::vector<ExpressionPtr> parts;
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) parts.push_back(constant(Slice(literal)));
    literal.clear();
  };
  for (std::size_t i = 0; i < text.text.size();) {
    if (function_start(text.text, i) != 0) {
      flush();
      auto node = take_function(compiler, text, i);
      const int by = escapes ? unary(text.text, i) : 0;
      if (by != 0) {
        node = increment(std::move(node), by);
        i += 2;
      }
      parts.push_back(std::move(node));
    } else if (const char special = escapes ? escape(text.text, i) : '\0') {
      literal += special;
      i += 2;
    } else {
      literal += text.text[i++];
    }
  }
  flush();
  return concat(std::move(parts));
}

/// A number as Camel's NumericExpression makes it; text when it is none ("5,5").
Value number_of(std::string_view text) {
  if (const auto whole = to_long(Value(text))) return Value::integer(*whole);
  if (text.find(',') == std::string_view::npos) {
    if (const auto real = to_double(Value(text))) return Value(*real);
  }
  return Value(text);
}

class PredicateParser {
 public:
  PredicateParser(Compiler& compiler, const Piece& text) : compiler_(compiler), text_(text), all_(text.text) {}

  ExpressionPtr parse() {
    while (i_ < all_.size()) item();
    fold([](const Item& item) { return item.kind == Kind::Binary; }, "Binary");
    fold([](const Item& item) { return item.kind == Kind::And || item.kind == Kind::Or; }, "Logical");
    if (items_.empty()) return constant(false);
    if (items_.size() == 1) return std::move(items_.front().value);
    std::vector<ExpressionPtr> all;
    for (Item& item : items_) all.push_back(std::move(item.value));
    return all_of(std::move(all));
  }

 private:
  enum class Kind : std::uint8_t { Value, Binary, And, Or };
  struct Item {
    Kind kind = Kind::Value;
    ExpressionPtr value = nullptr;
    Operator op = Operator::Equal;
    Piece at = {};
  };

  Piece here() const { return text_.from(std::min(i_, all_.size())); }
  /// The whole character here, for messages.
  std::string character() const {
    std::size_t end = i_ + 1;
    while (end < all_.size() && (static_cast<unsigned char>(all_[end]) & 0xC0) == 0x80) ++end;
    return std::string(all_.substr(i_, end - i_));
  }
  char now() const { return i_ < all_.size() ? all_[i_] : '\0'; }

  void item() {
    if (is_blank(now())) {
      ++i_;
    } else if (now() == '\'' || now() == '"') {
      push(quoted(true));
    } else if (function_start(all_, i_) != 0) {
      function();
    } else if (const OperatorName* name = operator_here()) {
      binary_operator(*name);
    } else if (all_.substr(i_).starts_with("&&") || all_.substr(i_).starts_with("||")) {
      logical_operator();
    } else if (!boolean()) {
      unexpected();
    }
  }

  const OperatorName* operator_here() const {
    const OperatorName* name = find_operator(all_, i_);
    return name != nullptr && name->since_418 && compiler_.level() == Level::Camel414 ? nullptr : name;
  }

  [[noreturn]] void unexpected() const {
    const std::string_view rest = all_.substr(i_);
    const std::string token = rest.starts_with("null") ? "null" : character();
    const auto word = [&](std::string_view each) { return rest.starts_with(each); };
    std::string hint;
    if (word("=") || word("!=") || word(">") || word("<")) hint = "an operator needs a blank on both sides, and a value behind it";
    if (word("and ") || word("or ")) hint = "the operators are && and ||";
    if (word("?") || word("!startsWith") || word("!endsWith")) hint = kNewer;
    if (word("(") || word("!$")) hint = "simple has no parentheses and no '!' before a value: compare with == false";
    Compiler::fail(here(), "Unexpected token " + token, hint);
  }

  void push(ExpressionPtr value) { items_.push_back({.value = std::move(value), .at = here()}); }

  /// 'text' or "text". Between quotes a backslash is itself.
  ExpressionPtr quoted(bool functions) {
    const char quote = all_[i_];
    const std::size_t end = all_.find(quote, i_ + 1);
    if (end == std::string_view::npos) {
      i_ = all_.size() - 1;
      Compiler::fail(here(), std::string("expected symbol ") + (quote == '"' ? "doubleQuote" : "singleQuote") + " but was eol",
                     "end the text with a quote");
    }
    const Piece inner = text_.sub(all_.substr(i_ + 1, end - i_ - 1));
    i_ = end + 1;
    if (!functions) return constant(Slice(inner.text));
    return read_template(compiler_, inner, false);
  }

  void function() {
    auto value = take_function(compiler_, text_, i_);
    if (const std::string_view rest = all_.substr(i_); rest.starts_with("++ ") || rest.starts_with("-- ")) {
      value = increment(std::move(value), rest.front() == '+' ? 1 : -1);
      i_ += 2;
    }
    push(std::move(value));
  }

  bool boolean() {
    const std::string_view rest = all_.substr(i_);
    const bool yes = rest.starts_with("true");
    if (!yes && !rest.starts_with("false")) return false;
    i_ += yes ? 4 : 5;
    push(constant(yes));
    return true;
  }

  bool number() {
    const std::size_t begin = i_;
    std::size_t end = begin + (now() == '-' ? 1 : 0);
    if (end >= all_.size() || !is_digit(all_[end])) return false;
    while (end < all_.size() && (is_digit(all_[end]) || all_[end] == '.' || all_[end] == ',')) ++end;
    i_ = end;
    push(constant(number_of(all_.substr(begin, end - begin))));
    return true;
  }

  bool null() {
    if (!all_.substr(i_).starts_with("null")) return false;
    i_ += 4;
    push(constant(Value()));
    return true;
  }

  void blanks() {
    while (i_ < all_.size() && is_blank(all_[i_])) ++i_;
  }
  void expect_blank() {
    if (i_ < all_.size() && !is_blank(all_[i_])) Compiler::fail(here(), "expected symbol whiteSpace but was character", "put a blank here");
  }

  /// The value on the right of an operator.
  bool right_side(bool only_text, bool functions_in_text) {
    if (i_ >= all_.size()) return false;
    if (now() == '\'' || now() == '"') {
      push(quoted(functions_in_text));
      return true;
    }
    if (function_start(all_, i_) != 0) {
      function();
      return true;
    }
    return !only_text && (number() || boolean() || null());
  }

  void binary_operator(const OperatorName& name) {
    items_.push_back({.kind = Kind::Binary, .op = name.op, .at = here()});
    i_ += name.text.size();
    blanks();
    const bool is_regex = name.op == Operator::Regex || name.op == Operator::NotRegex;
    if (!right_side(wants_text(name.op), !is_regex)) {
      Compiler::fail(here(),
                     "Binary operator " + std::string(name.text) + " does not support token " + (i_ < all_.size() ? character() : "null"),
                     "write a text in quotes or a function");
    }
    expect_blank();
  }

  void logical_operator() {
    const bool both = now() == '&';
    items_.push_back({.kind = both ? Kind::And : Kind::Or, .at = here()});
    i_ += 2;
    if (i_ >= all_.size() || !is_blank(all_[i_])) {
      Compiler::fail(here(), std::string("expected symbol whiteSpace but was ") + (i_ < all_.size() ? "character" : "eol"));
    }
    blanks();
    if (now() == '-' || !right_side(false, true)) {
      Compiler::fail(here(), std::string("Logical operator ") + (both ? "&&" : "||") + " does not support token " +
                                 (i_ < all_.size() ? character() : "null"));
    }
    expect_blank();
  }

  /// Puts the operators that `wanted` picks over their neighbours, from left to right.
  template <class F>
  void fold(F wanted, std::string_view kind) {
    std::vector<Item> out;
    for (std::size_t k = 0; k < items_.size(); ++k) {
      Item& each = items_[k];
      if (!wanted(each)) {
        out.push_back(std::move(each));
        continue;
      }
      if (out.empty() || !out.back().value) Compiler::fail(each.at, std::string(kind) + " operator has no left hand side token");
      if (k + 1 >= items_.size() || !items_[k + 1].value)
        Compiler::fail(each.at, std::string(kind) + " operator has no right hand side token");
      Item& right = items_[++k];
      ExpressionPtr& left = out.back().value;
      left = each.kind == Kind::Binary ? binary(each.op, std::move(left), std::move(right.value), right.at)
                                       : logical(each.kind == Kind::And, std::move(left), std::move(right.value));
    }
    items_ = std::move(out);
  }

  Compiler& compiler_;
  const Piece& text_;
  std::string_view all_;
  std::size_t i_ = 0;
  std::vector<Item> items_;
};

/// One side of `?:` and of `? :`: a text in quotes, a function, a number, true, false or null.
ExpressionPtr operand(Compiler& compiler, const Piece& text) {
  const std::string_view trimmed = trim(text.text);
  const Piece piece = text.sub(trimmed);
  if (trimmed.empty()) Compiler::fail(text, "a value is missing here");
  if (const std::string_view inner = unquote(trimmed); inner.size() != trimmed.size())
    return read_template(compiler, text.sub(inner), false);
  if (trimmed == "true" || trimmed == "false") return constant(trimmed == "true");
  if (trimmed == "null") return constant(Value());
  if (is_digit(trimmed.front()) || trimmed.front() == '-') return constant(number_of(trimmed));
  return compiler.expression(piece);
}

/// `a ~> b`, `c ? a : b` and `a ?: b` at the top of a text; nullptr when there is none of them.
ExpressionPtr newer_operators(Compiler& compiler, const Piece& text, bool in_predicate) {
  const std::string_view all = text.text;
  const auto part = [&](std::size_t from, std::size_t to) {
    return text.sub(all.substr(from, to == std::string_view::npos ? to : to - from));
  };
  for (const std::string_view token : {std::string_view(" ?~> "), std::string_view(" ~> ")}) {
    std::size_t at = find_outside(all, token);
    if (at == std::string_view::npos) continue;
    for (std::size_t next = at; next != std::string_view::npos; next = find_outside(all, token, at + 1)) at = next;
    auto left = compiler.expression(part(0, at));
    return chain(std::move(left), compiler.expression(text.sub(trim(all.substr(at + token.size())))), token.size() == 5);
  }
  if (const std::size_t at = find_outside(all, " ? "); at != std::string_view::npos) {
    const std::size_t colon = find_outside(all, " : ", at);
    if (colon == std::string_view::npos) return nullptr;
    auto condition = compiler.predicate(part(0, at));
    auto yes = operand(compiler, part(at + 3, colon));
    return ternary(std::move(condition), std::move(yes), operand(compiler, text.from(colon + 3)));
  }
  if (const std::size_t at = find_outside(all, " ?: "); at != std::string_view::npos) {
    const Piece left = part(0, at);
    return elvis(in_predicate ? operand(compiler, left) : compiler.expression(left), operand(compiler, text.from(at + 4)));
  }
  return nullptr;
}

}  // namespace

Compiler::Compiler(Assembler& assembler, const ExpressionDecl& decl) : assembler_(assembler), decl_(decl), level_(Level::Both) {
  const auto version = assembler.context().property("kamel.camel-version");
  if (version == "4.14") level_ = Level::Camel414;
  if (version == "4.18" || version == "4.22") level_ = Level::Camel418;
}

ExpressionPtr Compiler::whole_expression() { return expression({decl_.text, 0}); }
ExpressionPtr Compiler::whole_predicate() { return predicate({decl_.text, 0}); }

ExpressionPtr Compiler::expression(const Piece& text) {
  if (level_ == Level::Camel418) {
    if (auto newer = newer_operators(*this, text, false)) return newer;
  }
  return read_template(*this, text, true);
}

ExpressionPtr Compiler::predicate(const Piece& text) {
  if (level_ != Level::Camel414) {
    if (auto newer = newer_operators(*this, text, true)) return newer;
  }
  return PredicateParser(*this, text).parse();
}

}  // namespace kamel::simple
