#include "kamel-cli/output/paint.h"

#include <unistd.h>

#include <cstdlib>

namespace kamel::cli {

Paint::Paint(std::FILE* stream) : on_(false) {
  const char* term = std::getenv("TERM");
  const char* no_color = std::getenv("NO_COLOR");
  on_ = isatty(fileno(stream)) == 1 && term != nullptr && std::string_view(term) != "dumb" && (no_color == nullptr || *no_color == '\0');
}

std::string Paint::wrap(std::string_view code, std::string_view text) const {
  if (!on_) return std::string(text);
  std::string out = "\033[";
  out.append(code).append("m").append(text).append("\033[0m");
  return out;
}

void print(std::string_view text, std::FILE* stream) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

}  // namespace kamel::cli
