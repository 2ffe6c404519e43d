// Parsing filters as Jayway's FilterCompiler does.
#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "dsl/json.h"
#include "engine/languages/jsonpath/filter.h"
#include "engine/languages/jsonpath/text.h"

namespace kamel::languages::json_path {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
using FilterPtr = std::shared_ptr<const Filter>;

struct Named {
  std::string_view name;
  Operator op;
};
// Operators whose right side can be no literal (all, type, matches) never hold in Jayway, and so not here.
constexpr std::array kOperators = {
    Named{"==", Operator::Eq},       Named{"!=", Operator::Ne},           Named{"===", Operator::StrictEq}, Named{"!==", Operator::StrictNe},
    Named{"<", Operator::Lt},        Named{"<=", Operator::Le},           Named{">", Operator::Gt},         Named{">=", Operator::Ge},
    Named{"=~", Operator::Regex},    Named{"IN", Operator::In},           Named{"NIN", Operator::NotIn},    Named{"CONTAINS", Operator::Contains},
    Named{"SIZE", Operator::Size},   Named{"EMPTY", Operator::Empty},     Named{"SUBSETOF", Operator::SubsetOf},
    Named{"ANYOF", Operator::AnyOf}, Named{"NONEOF", Operator::NoneOf},   Named{"ALL", Operator::Never},    Named{"TYPE", Operator::Never},
    Named{"MATCHES", Operator::Never},
};

bool is_operator_char(char c) noexcept { return c == '<' || c == '>' || c == '=' || c == '~' || c == '!'; }

class FilterParser {
 public:
  FilterParser(std::string_view text, std::size_t depth, SyntaxError& why) : text_(text), depth_(depth), why_(why) {}

  FilterPtr parse() {
    FilterPtr made = either();
    blanks();
    if (made != nullptr && at_ < text_.size()) {
      return fail("Expected end of filter expression instead of: " + std::string(text_.substr(at_)));
    }
    return made;
  }

 private:
  std::nullptr_t fail(std::string message) {
    if (!why_.error) {
      why_ = {Error("com.jayway.jsonpath.InvalidPathException",
                    "Failed to parse filter: [?" + std::string(text_) + "], error on position: " + std::to_string(at_) + ": " + std::move(message)),
              at_};
    }
    return nullptr;
  }
  void blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(std::string_view what) {
    blanks();
    if (!text_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }
  char current() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }

  static FilterPtr join(Filter::Kind kind, FilterPtr left, FilterPtr right) {
    auto made = std::make_shared<Filter>();
    made->kind = kind;
    made->left = std::move(left);
    made->right = std::move(right);
    return made;
  }
  FilterPtr either();
  FilterPtr both();
  FilterPtr one();
  FilterPtr comparison();
  FilterPtr exists(Operand operand);
  std::optional<Operator> relation();
  bool operand(Operand& out);
  bool path(Operand& out, bool negated);
  bool literal(Operand& out);
  bool quoted(Operand& out);
  bool pattern(Operand& out);
  bool nested(Operand& out);
  bool word(Operand& out);

  std::string_view text_;
  std::size_t depth_;
  std::size_t at_ = 0;
  SyntaxError& why_;
};

FilterPtr FilterParser::either() {
  FilterPtr left = both();
  while (left != nullptr && take("||")) {
    FilterPtr right = both();
    if (right == nullptr) return nullptr;
    left = join(Filter::Kind::Or, std::move(left), std::move(right));
  }
  return left;
}

FilterPtr FilterParser::both() {
  FilterPtr left = one();
  while (left != nullptr && take("&&")) {
    FilterPtr right = one();
    if (right == nullptr) return nullptr;
    left = join(Filter::Kind::And, std::move(left), std::move(right));
  }
  return left;
}

FilterPtr FilterParser::one() {
  if (++depth_ > 200) return fail("nested too deeply");
  const struct Leave {
    std::size_t& depth;
    ~Leave() { --depth; }
  } leave{depth_};
  blanks();
  if (current() == '!') {
    const std::size_t start = at_++;
    blanks();
    if (current() != '@' && current() != '$') {
      FilterPtr inner = one();
      return inner == nullptr ? nullptr : join(Filter::Kind::Not, std::move(inner), nullptr);
    }
    at_ = start;
  }
  if (!take("(")) return comparison();
  FilterPtr inner = either();
  if (inner != nullptr && !take(")")) return fail("expected ')'");
  return inner;
}

FilterPtr FilterParser::comparison() {
  auto made = std::make_shared<Filter>();
  if (!operand(made->a)) return nullptr;
  const std::size_t before = at_;
  blanks();
  if (current() == ')' || current() == '\0' || current() == '&' || current() == '|') {
    at_ = before;
    return exists(std::move(made->a));
  }
  const auto op = relation();
  if (!op) {
    at_ = before;
    return exists(std::move(made->a));
  }
  made->op = *op;
  if (!operand(made->b)) return nullptr;
  return made;
}

FilterPtr FilterParser::exists(Operand operand) {
  if (operand.kind != Operand::Kind::Path) return fail("Expected path node");
  auto made = std::make_shared<Filter>();
  made->kind = Filter::Kind::Exists;
  made->a = std::move(operand);
  return made;
}

std::optional<Operator> FilterParser::relation() {
  const std::size_t start = at_;
  if (is_operator_char(current())) {
    while (is_operator_char(current())) ++at_;
  } else {
    while (at_ < text_.size() && current() != ' ') ++at_;
  }
  std::string name(text_.substr(start, at_ - start));
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const auto* found = std::ranges::find(kOperators, name, &Named::name);
  if (found == kOperators.end()) return std::nullopt;
  return found->op;
}

bool FilterParser::operand(Operand& out) {
  blanks();
  if (current() == '@' || current() == '$') return path(out, false);
  if (current() != '!') return literal(out);
  ++at_;
  blanks();
  if (current() != '@' && current() != '$') return fail("Unexpected character: !") != nullptr;
  return path(out, true);
}

/// A path goes on to a blank, an operator, or the bracket that closes what it stands in; the brackets of functions belong to it.
bool FilterParser::path(Operand& out, bool negated) {
  const std::size_t start = at_++;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '[' || c == '(') {
      const std::size_t close = closing(text_, at_);
      if (close == kNone) return fail("Square brackets does not match in filter") != nullptr;
      at_ = close + 1;
      continue;
    }
    if (c == ' ' || c == ')' || is_operator_char(c)) break;
    ++at_;
  }
  SyntaxError inner;
  out.path = parse_inner(text_.substr(start, at_ - start), depth_ + 1, inner);
  if (out.path == nullptr) {
    if (!why_.error) why_ = {inner.error, start + inner.position};
    return false;
  }
  out.kind = Operand::Kind::Path;
  out.negated_path = negated;
  return true;
}

bool FilterParser::literal(Operand& out) {
  switch (current()) {
    case '\'':
    case '"':
      return quoted(out);
    case '/':
      return pattern(out);
    case '{':
    case '[':
      return nested(out);
    default:
      return word(out);
  }
}

bool FilterParser::quoted(Operand& out) {
  const char quote = current();
  std::string text;
  for (std::size_t place = at_ + 1; place < text_.size(); ++place) {
    if (text_[place] == quote) {
      at_ = place + 1;
      out.literal = Value(text);
      return true;
    }
    if (text_[place] == '\\' && place + 1 < text_.size()) {
      append_unescaped(text_, place, text);
    } else {
      text.push_back(text_[place]);
    }
  }
  return fail("String literal does not have matching quotes") != nullptr;
}

bool FilterParser::pattern(Operand& out) {
  const std::size_t end = after_quoted(text_, at_);
  if (end <= at_ + 1 || text_[end - 1] != '/') return fail("Pattern not closed") != nullptr;
  const std::string body(text_.substr(at_ + 1, end - at_ - 2));
  std::string flags;
  for (at_ = end; std::string_view("idmsuxU").find(current()) != kNone && current() != '\0'; ++at_) {
    if (std::string_view("ims").find(current()) != kNone) flags.push_back(current() == 'd' ? 'm' : current());
  }
  // The whole text must match, as with Java's matches().
  auto compiled = compile_pattern((flags.empty() ? "" : "(?" + flags + ")") + "(?:" + body + ")\\z");
  if (!compiled) return fail(std::string(compiled.error().message())) != nullptr;
  out.kind = Operand::Kind::Pattern;
  out.pattern = std::move(*compiled);
  return true;
}

/// A list or an object; single quotes are as good as double ones.
bool FilterParser::nested(Operand& out) {
  const std::size_t close = closing(text_, at_);
  if (close == kNone) return fail("Json literal is not closed") != nullptr;
  std::string json;
  for (std::size_t place = at_; place <= close; ++place) {
    if (text_[place] != '\'') {
      json.push_back(text_[place]);
      continue;
    }
    const std::size_t end = after_quoted(text_, place);
    json.push_back('"');
    for (++place; place + 1 < end; ++place) {
      if (text_[place] == '\\' && text_[place + 1] == '\'') continue;
      if (text_[place] == '"') json.push_back('\\');
      json.push_back(text_[place]);
    }
    json.push_back('"');
  }
  Result<Value> value = json::parse(Slice(json));
  if (!value) return fail(std::string(value.error().message())) != nullptr;
  at_ = close + 1;
  out.literal = std::move(*value);
  return true;
}

bool FilterParser::word(Operand& out) {
  const std::size_t start = at_;
  while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '-' || text_[at_] == '.' || text_[at_] == '+')) ++at_;
  const std::string_view text = text_.substr(start, at_ - start);
  if (text == "true" || text == "false") {
    out.literal = Value(text == "true");
  } else if (text == "null") {
    out.literal = Value();
  } else {
    Result<Value> number = json::parse(Slice(text));
    if (text.empty() || !number || !number->is_number()) {
      at_ = start;
      return fail("unexpected character '" + std::string(1, current()) + "'") != nullptr;
    }
    out.literal = std::move(*number);
  }
  return true;
}

}  // namespace

std::shared_ptr<const Filter> parse_filter(std::string_view text, std::size_t depth, SyntaxError& why) {
  return FilterParser(text, depth, why).parse();
}

}  // namespace kamel::languages::json_path
