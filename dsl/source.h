// A named text and places in it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace kamel {

/// A file (or an inline text) that was read, kept for as long as anything points into it.
struct Source {
  std::string name;  // as the user wrote it: "routes/orders.yaml"
  std::string text;
  /// Line `line`, counted from 1, without its end; "" past the end.
  std::string_view line(std::uint32_t line) const noexcept;
};
using SourcePtr = std::shared_ptr<const Source>;

/// A place in a source. Line and column count from 1, columns in bytes; 0 means unknown.
struct Mark {
  SourcePtr source;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  /// The same line, `columns` further right.
  Mark right(std::size_t columns) const { return {source, line, column + static_cast<std::uint32_t>(columns)}; }
  /// "file:line:column", as far as known.
  std::string text() const;
};

}  // namespace kamel
