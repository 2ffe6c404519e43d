// Table: columns of text, aligned.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kamel::cli {

/// Rows of equal length. The last column is not padded, and wrapped at the width of the terminal when `wrap` says so.
class Table {
 public:
  /// Column heads in capitals; none: no head line.
  explicit Table(std::vector<std::string> heads = {}) : heads_(std::move(heads)) {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const noexcept { return rows_.empty(); }
  /// Each line begins with `indent`; lines longer than `width` are broken in their last column. 0: never broken.
  std::string text(std::string_view indent = "", std::size_t width = 0) const;

 private:
  std::vector<std::string> heads_;
  std::vector<std::vector<std::string>> rows_;
};

/// Columns of the terminal behind standard output; 100 when it is none.
std::size_t terminal_width();
/// The number of columns that UTF-8 text takes, escape sequences not counted.
std::size_t display_width(std::string_view text) noexcept;
/// `text` broken at blanks so that no line is longer than `width`; lines after the first begin with `indent` blanks.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace kamel::cli
