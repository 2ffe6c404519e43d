// Finding functions, quotes and arguments in the text of a simple expression.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/languages/simple/compiler.h"

namespace kamel::simple {

/// The length of "${" or "$simple{" where one begins at `at`; else 0.
std::size_t function_start(std::string_view text, std::size_t at) noexcept;
/// Where the `}` is that closes the function whose text begins at `from`; npos when there is none. Functions nest.
std::size_t function_end(std::string_view text, std::size_t from) noexcept;
/// `\n`, `\t`, `\r` and `\}` at `at`: the character that it stands for; 0 when it is none of them.
char escape(std::string_view text, std::size_t at) noexcept;
/// The text with its escapes replaced; itself when there are none.
std::string_view unescape(std::string_view text, Compiler& compiler);
/// Where `token` stands outside functions and quotes, not before `from`; npos when nowhere.
std::size_t find_outside(std::string_view text, std::string_view token, std::size_t from = 0) noexcept;

std::string_view trim(std::string_view text) noexcept;
/// Without the quotes around it, if both ends have the same one.
std::string_view unquote(std::string_view text) noexcept;

/// Arguments separated by commas outside quotes and functions. Blanks around unquoted ones are dropped, an empty one is left out, as Camel
/// does.
struct Argument {
  Piece piece;  // without quotes unless they were to be kept
  bool quoted = false;
};
std::vector<Argument> split_arguments(const Piece& text, bool keep_quotes = false);

}  // namespace kamel::simple
