// LineCutter: cuts what comes in pieces into lines, as Java's BufferedReader does: they end with \n, \r or \r\n.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace kamel::connectors {

class LineCutter {
 public:
  /// A line that is longer comes in parts of this length.
  static constexpr std::size_t kLongest = 16 * 1024 * 1024;

  void feed(std::string_view bytes);
  /// There is no more: what is left is a line, too.
  void end();
  std::size_t ready() const noexcept { return lines_.size(); }
  std::optional<std::string> next();

 private:
  std::deque<std::string> lines_;
  std::string open_;
  bool after_return_ = false;  // the \n of a \r\n is still to come
};

}  // namespace kamel::connectors
