// Parsing JSONPath as Jayway's PathCompiler does, its leniencies included.
#include <algorithm>
#include <charconv>

#include "dsl/json.h"
#include "engine/languages/jsonpath/text.h"

namespace kamel::languages::json_path {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kDeepest = 200;  // paths inside filters inside paths

class Parser {
 public:
  Parser(std::string_view text, std::size_t depth, SyntaxError& why) : text_(text), depth_(depth), why_(why) {}
  std::unique_ptr<Path> parse();

 private:
  bool fail(std::string message) {
    if (!why_.error) why_ = {Error("com.jayway.jsonpath.InvalidPathException", std::move(message)), at_};
    return false;
  }
  bool at_end() const noexcept { return at_ >= text_.size(); }
  char current() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }
  /// The first character after `from` that is not blank.
  std::size_t significant(std::size_t from) const noexcept { return std::min(text_.find_first_not_of(' ', from + 1), text_.size()); }
  char significant_char(std::size_t from) const noexcept {
    const std::size_t place = significant(from);
    return place < text_.size() ? text_[place] : '\0';
  }
  bool on_last() const noexcept { return at_ + 1 >= text_.size(); }
  bool go_on() { return on_last() || token(); }

  bool token();
  bool dot();
  bool bracket();
  bool names();
  std::optional<std::string> quoted_name(std::size_t& place) const;
  bool array();
  bool slice(std::string_view expression);
  bool indices(std::string_view expression);
  bool wildcard();
  bool filter();
  bool property();
  bool function(std::string_view name);
  bool arguments(Token& call);
  bool argument(Token& call, std::string_view text);
  Token& add(Token::Kind kind) {
    path_->tokens.emplace_back();
    path_->tokens.back().kind = kind;
    return path_->tokens.back();
  }

  std::string_view text_;
  std::size_t depth_;
  std::size_t at_ = 0;
  SyntaxError& why_;
  std::unique_ptr<Path> path_ = std::make_unique<Path>();
};

bool begins_argument(char c) noexcept { return c == '{' || c == '"' || c == '-' || c == '$' || c == '@' || (c >= '0' && c <= '9'); }

/// length() counts what its argument's path leads to, not the one thing there.
std::unique_ptr<const Path> as_argument(std::unique_ptr<Path> path, Function function) {
  const bool is_function = !path->tokens.empty() && path->tokens.back().kind == Token::Kind::Function;
  if (function == Function::Length && !is_function) path->tokens.emplace_back().kind = Token::Kind::Wildcard;
  return finished(std::move(path));
}

std::unique_ptr<Path> Parser::parse() {
  if (depth_ > kDeepest) return fail("Paths are nested too deeply"), nullptr;
  path_->from_document = current() != '@';
  if (text_.ends_with('.')) return fail("Path must not end with a '.' or '..'"), nullptr;
  if (text_.size() == 1) return std::move(path_);
  at_ = 1;
  if (current() != '.' && current() != '[') return fail("Illegal character at position 1 expected '.' or '['"), nullptr;
  if (text_ == "$[" || text_ == "@[" || !token()) {
    fail("Could not parse token starting at position " + std::to_string(at_));
    return nullptr;
  }
  return std::move(path_);
}

bool Parser::token() {
  switch (current()) {
    case '.':
      return dot();
    case '[':
      return bracket();
    case '*':
      return wildcard() || fail("Could not parse token starting at position " + std::to_string(at_));
    default:
      return property() || fail("Could not parse token starting at position " + std::to_string(at_));
  }
}

bool Parser::dot() {
  if (text_.substr(at_).starts_with("..")) {
    add(Token::Kind::Scan);
    ++at_;
  }
  ++at_;
  if (at_end()) return fail("Path must not end with a '.'");
  if (current() == '.') return fail("Character '.' on position " + std::to_string(at_) + " is not valid.");
  return token();
}

bool Parser::bracket() {
  const std::size_t start = at_;
  if (names() || array() || wildcard() || filter()) return true;
  at_ = start;
  return fail("Could not parse token starting at position " + std::to_string(start) + ". Expected ?, ', 0-9, * ");
}

/// 'name' at `place`, which moves behind it.
std::optional<std::string> Parser::quoted_name(std::size_t& place) const {
  const char quote = text_[place];
  std::string name;
  for (++place; place < text_.size(); ++place) {
    if (text_[place] == quote) {
      ++place;
      return name;
    }
    if (text_[place] == '\\' && place + 1 < text_.size()) {
      append_unescaped(text_, place, name);
    } else {
      name.push_back(text_[place]);
    }
  }
  return std::nullopt;
}

bool Parser::names() {
  std::size_t place = significant(at_);
  if (place >= text_.size() || (text_[place] != '\'' && text_[place] != '"')) return false;
  Token property;
  while (place < text_.size() && (text_[place] == '\'' || text_[place] == '"')) {
    std::optional<std::string> name = quoted_name(place);
    if (!name) return fail("Property has not been closed - missing closing quote");
    property.names.push_back(std::move(*name));
    --place;
    const char next = significant_char(place);
    place = significant(place);
    if (next == ']') {
      at_ = place + 1;
      path_->tokens.push_back(std::move(property));
      return at_end() || go_on();
    }
    if (next != ',') return fail("Property must be separated by comma or Property must be terminated close square bracket at index " + std::to_string(place));
    place = significant(place);
  }
  return fail("Found empty property at index " + std::to_string(place));
}

bool Parser::array() {
  const char first = significant_char(at_);
  if (first != '-' && first != ':' && (first < '0' || first > '9')) return false;
  const std::size_t close = text_.find(']', at_);
  if (close == kNone) return false;
  const std::string_view expression = trimmed(text_.substr(at_ + 1, close - at_ - 1));
  if (expression.find_first_not_of("0123456789,-: ") != kNone) return false;
  if (!(expression.find(':') != kNone ? slice(expression) : indices(expression))) return false;
  at_ = close + 1;
  return at_end() || go_on();
}

std::optional<std::int64_t> whole(std::string_view text) {
  text = trimmed(text);
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool Parser::slice(std::string_view expression) {
  // A third part, the step of other dialects, is read over.
  const std::size_t colon = expression.find(':');
  const std::string_view from = expression.substr(0, colon);
  const std::string_view rest = expression.substr(colon + 1);
  const std::string_view to = rest.substr(0, rest.find(':'));
  Token& token = add(Token::Kind::Slice);
  token.from = whole(from);
  token.to = whole(to);
  const bool broken = (!from.empty() && !token.from) || (!to.empty() && !token.to) || (!token.from && !token.to);
  return !broken || fail("Failed to parse SliceOperation: " + std::string(expression));
}

bool Parser::indices(std::string_view expression) {
  Token& token = add(Token::Kind::Index);
  for (std::size_t from = 0; from <= expression.size();) {
    const std::size_t comma = std::min(expression.find(',', from), expression.size());
    const auto index = whole(expression.substr(from, comma - from));
    if (!index) return fail("Failed to parse token in ArrayIndexOperation: " + std::string(expression));
    token.indices.push_back(*index);
    from = comma + 1;
  }
  return true;
}

bool Parser::wildcard() {
  if (current() == '[') {
    if (significant_char(at_) != '*') return false;
    const std::size_t star = significant(at_);
    if (significant_char(star) != ']') return fail("Expected wildcard token to end with ']' on position " + std::to_string(star + 1));
    at_ = significant(star) + 1;
  } else {
    ++at_;
  }
  add(Token::Kind::Wildcard);
  return at_end() || token();
}

bool Parser::filter() {
  const std::size_t question = significant(at_);
  if (question >= text_.size() || text_[question] != '?') return false;
  const std::size_t open = significant(question);
  if (open >= text_.size() || text_[open] != '(') return false;
  const std::size_t close = closing(text_, open);
  if (close == kNone || significant_char(close) != ']') return false;
  const std::size_t end = significant(close) + 1;
  auto compiled = parse_filter(text_.substr(open, close + 1 - open), depth_, why_);
  if (compiled == nullptr) {
    why_.position += open;
    return false;
  }
  add(Token::Kind::Filter).filter = std::move(compiled);
  at_ = end;
  return at_end() || go_on();
}

bool Parser::property() {
  const char first = current();
  if (first == '[' || first == '*' || first == '.' || first == ' ' || first == '\0') return false;
  const std::size_t start = at_;
  const std::size_t end = std::min(text_.find_first_of(" .[(", start), text_.size());
  const std::string_view name = text_.substr(start, end - start);
  if (end < text_.size() && text_[end] == ' ') {
    return fail("Use bracket notion ['my prop'] if your property contains blank characters. position: " + std::to_string(start));
  }
  at_ = end;
  if (end < text_.size() && text_[end] == '(') return function(name);
  add(Token::Kind::Property).names.emplace_back(name);
  return at_end() || go_on();
}

bool Parser::function(std::string_view name) {
  Token call;
  call.kind = Token::Kind::Function;
  call.names.emplace_back(name);
  call.function = function_named(name);
  if (!arguments(call)) return false;
  path_->tokens.push_back(std::move(call));
  return at_end() || token();
}

/// Reads "(a, b)"; afterwards the place is behind it. As Jayway: an argument begins with the first character that begins JSON or a path, so that
/// of 'x', true and null nothing is left, and of [1] it is 1].
bool Parser::arguments(Token& call) {
  std::string argument;
  char before = '\0';
  int parens = 1, braces = 0, brackets = 0, quotes = 0;
  for (std::size_t place = at_ + 1; place < text_.size(); ++place) {
    const char c = text_[place];
    if (c == '"') quotes += before != '\\' && quotes > 0 ? -1 : 1;
    if (c == '(') ++parens;
    if (c == ')') --parens;
    if (c == '{') ++braces;
    if (c == '[') ++brackets;
    if ((c == '}' && --braces < 0) || (c == ']' && --brackets < 0)) return fail("Unexpected close bracket '" + std::string(1, c) + "' at character position: " + std::to_string(place));
    const bool ends = quotes == 0 && braces == 0 && brackets == 0 && ((c == ')' && parens == 0) || (c == ',' && parens == 1));
    if (ends) {
      if (!argument.empty() && !this->argument(call, trimmed(argument))) return false;
      argument.clear();
      if (parens == 0) {
        at_ = place + 1;
        return true;
      }
    } else if (!argument.empty() || begins_argument(c)) {
      argument += c;
    }
    before = c;
  }
  at_ = text_.size();
  if (parens == 0 && braces == 0 && brackets == 0) return true;  // quotes are not looked at: with an escaped one there are no arguments
  return fail("Arguments to function: '" + call.names[0] + "' are not closed properly.");
}

bool Parser::argument(Token& call, std::string_view text) {
  Argument made;
  if (text[0] == '$' || text[0] == '@') {
    Parser inner(text, depth_ + 1, why_);
    auto path = inner.parse();
    if (path == nullptr) return false;
    made.path = as_argument(std::move(path), call.function);
  } else {
    Result<Value> literal = json::parse(Slice(text));
    if (!literal) return fail("Failed to parse function argument: " + std::string(text));
    made.literal = std::move(*literal);
  }
  call.arguments.push_back(std::move(made));
  return true;
}

/// $..path.function() is the function of all results: $.function($..path).
void invert_scan(Path& path) {
  if (path.tokens.empty() || path.tokens[0].kind != Token::Kind::Scan || path.tokens.back().kind != Token::Kind::Function) return;
  const auto function = std::ranges::find(path.tokens, Token::Kind::Function, &Token::kind);
  auto inner = std::make_unique<Path>();
  inner->from_document = path.from_document;
  std::move(path.tokens.begin(), function, std::back_inserter(inner->tokens));
  path.tokens.erase(path.tokens.begin(), function);
  path.tokens[0].arguments.clear();
  path.tokens[0].arguments.push_back({as_argument(std::move(inner), path.tokens[0].function), {}});
}

}  // namespace

std::unique_ptr<const Path> finished(std::unique_ptr<Path> path) {
  invert_scan(*path);
  bool definite = true;
  for (Token& token : path->tokens) {
    token.leaf = &token == &path->tokens.back();
    token.upstream_definite = definite;
    definite = definite && token.definite();
  }
  path->definite = definite;
  path->straight = std::ranges::all_of(path->tokens, [](const Token& token) { return token.kind == Token::Kind::Property && token.names.size() == 1; });
  path->function = !path->tokens.empty() && path->tokens.back().kind == Token::Kind::Function;
  return path;
}

std::unique_ptr<const Path> parse_inner(std::string_view text, std::size_t depth, SyntaxError& why) {
  auto path = Parser(text, depth, why).parse();
  return path == nullptr ? nullptr : finished(std::move(path));
}

std::unique_ptr<const Path> parse_path(std::string_view text, SyntaxError& why) {
  text = text.substr(0, text.find_last_not_of(' ') + 1);  // leading blanks are not passed over
  if (text.empty()) {
    why = {Error("java.lang.IllegalArgumentException", "path can not be null or empty"), 0};
    return nullptr;
  }
  if (text[0] == '$' || text[0] == '@') return parse_inner(text, 0, why);
  auto path = parse_inner("$." + std::string(text), 0, why);
  why.position = why.position < 2 ? 0 : why.position - 2;
  return path;
}

}  // namespace kamel::languages::json_path
