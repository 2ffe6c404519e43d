// The words of CloudEvents SQL.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kamel::cesql {

struct Token {
  enum class Kind : std::uint8_t { End, Bad, Word, Number, Text, Sign };
  Kind kind = Kind::End;
  std::string text;  // a word in upper case; the content of a Text; a sign as it is
  std::size_t offset = 0;
};

/// Gives one token after the other. Views the text.
class Tokens {
 public:
  explicit Tokens(std::string_view text) : text_(text) { next(); }
  const Token& peek() const noexcept { return token_; }
  Token take();
  /// Takes the token if it is this word or sign.
  bool accept(std::string_view text);

 private:
  void next();
  void read_text(char quote);
  void read_word();
  std::string_view text_;
  std::size_t at_ = 0;
  Token token_;
};

}  // namespace kamel::cesql
