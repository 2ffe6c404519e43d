// Paint: colour where a person reads, plain text where a program does.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace kamel::cli {

/// Colours text for one stream. Plain unless the stream is a terminal, TERM is not "dumb" and NO_COLOR is not set.
class Paint {
 public:
  explicit Paint(std::FILE* stream);
  explicit Paint(bool on) noexcept : on_(on) {}
  bool on() const noexcept { return on_; }
  std::string bold(std::string_view text) const { return wrap("1", text); }
  std::string dim(std::string_view text) const { return wrap("2", text); }
  std::string red(std::string_view text) const { return wrap("1;31", text); }
  std::string green(std::string_view text) const { return wrap("32", text); }
  std::string yellow(std::string_view text) const { return wrap("33", text); }
  std::string cyan(std::string_view text) const { return wrap("36", text); }

 private:
  std::string wrap(std::string_view code, std::string_view text) const;
  bool on_;
};

/// Writes all of `text` at once.
void print(std::string_view text, std::FILE* stream = stdout);

}  // namespace kamel::cli
