#include "connectors/knative/cesql/tokens.h"

#include <algorithm>
#include <utility>

namespace kamel::cesql {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) noexcept { return is_digit(c) || is_letter(c) || c == '_'; }

}  // namespace

Token Tokens::take() {
  Token taken = std::move(token_);
  next();
  return taken;
}

bool Tokens::accept(std::string_view text) {
  const bool is = (token_.kind == Token::Kind::Word || token_.kind == Token::Kind::Sign) && token_.text == text;
  if (is) next();
  return is;
}

void Tokens::next() {
  at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
  token_ = {Token::Kind::End, "", at_};
  if (at_ == text_.size()) return;
  const char c = text_[at_];
  if (c == '\'' || c == '"') return read_text(c);
  if (is_word(c)) return read_word();
  for (const std::string_view sign : {"!=", "<>", ">=", "<=", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", ","}) {
    if (!text_.substr(at_).starts_with(sign)) continue;
    token_.kind = Token::Kind::Sign;
    token_.text = sign;
    at_ += sign.size();
    return;
  }
  token_.kind = Token::Kind::Bad;
}

// A quote of its own kind is escaped by a backslash; other backslashes stay, for LIKE.
void Tokens::read_text(char quote) {
  std::string content;
  for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
    if (text_[i] == '\\' && i + 1 < text_.size()) {
      if (text_[i + 1] != quote) content += '\\';
      content += text_[++i];
    } else if (text_[i] == quote) {
      token_.kind = Token::Kind::Text;
      token_.text = std::move(content);
      at_ = i + 1;
      return;
    } else {
      content += text_[i];
    }
  }
  token_.kind = Token::Kind::Bad;
}

void Tokens::read_word() {
  const std::size_t from = at_;
  while (at_ < text_.size() && is_word(text_[at_])) ++at_;
  token_.text = text_.substr(from, at_ - from);
  const bool number = std::ranges::all_of(token_.text, is_digit);
  token_.kind = number ? Token::Kind::Number : Token::Kind::Word;
  std::ranges::transform(token_.text, token_.text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
}

}  // namespace kamel::cesql
