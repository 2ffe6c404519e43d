// Differences between two texts, by the longest common subsequence of their lines.
#include <algorithm>

#include "kamel-cli/test/check.h"

namespace kamel::cli {
namespace {

constexpr std::size_t kMost = 400;  // lines; beyond them the whole of both is shown

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (;;) {
    const auto end = text.find('\n');
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

std::string marked(char mark, std::string_view line) { return std::string(1, mark) + " " + std::string(line); }

using Lengths = std::vector<std::vector<std::uint32_t>>;
Lengths common_lengths(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  Lengths out(a.size() + 1, std::vector<std::uint32_t>(b.size() + 1, 0));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t k = b.size(); k-- > 0;) out[i][k] = a[i] == b[k] ? out[i + 1][k + 1] + 1 : std::max(out[i + 1][k], out[i][k + 1]);
  }
  return out;
}

}  // namespace

std::vector<std::string> line_diff(std::string_view expected, std::string_view actual) {
  const auto a = lines_of(expected), b = lines_of(actual);
  std::vector<std::string> out;
  if (a.size() > kMost || b.size() > kMost) {
    for (const auto line : a) out.push_back(marked('-', line));
    for (const auto line : b) out.push_back(marked('+', line));
    return out;
  }
  const Lengths common = common_lengths(a, b);
  std::size_t i = 0, k = 0;
  while (i < a.size() || k < b.size()) {
    if (i < a.size() && k < b.size() && a[i] == b[k]) {
      out.push_back(marked(' ', a[i++]));
      ++k;
    } else if (i < a.size() && (k == b.size() || common[i + 1][k] >= common[i][k + 1])) {
      out.push_back(marked('-', a[i++]));
    } else {
      out.push_back(marked('+', b[k++]));
    }
  }
  return out;
}

}  // namespace kamel::cli
