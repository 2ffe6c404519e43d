// Pieces: a jq program with the expressions within its texts taken out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kamel::languages::jq_lang {

/// `"a\(.b | "c\(.d)")"` is `""`, `.b | ""` and `.d`: the program itself is the last, and whatever is within another comes before it.
struct Pieces {
  std::vector<std::string> programs;
  std::string wrong;  // why the texts of the program cannot be told from the rest; then `programs` is of no use
};
Pieces pieces_of(std::string_view program);

}  // namespace kamel::languages::jq_lang
