// Pattern: a Java regular expression, as far as text can be searched for it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dsl/error.h"

namespace kamel::languages {

/// Compiled once; const and shared by all workers.
class Pattern {
 public:
  struct Hit {
    std::size_t from = 0, to = 0;
    bool empty() const noexcept { return from == to; }
  };
  virtual ~Pattern() = default;
  /// The first match in `text` at or after `from`.
  virtual std::optional<Hit> find(std::string_view text, std::size_t from) const = 0;
  /// The match that begins exactly at `from`.
  virtual std::optional<Hit> at(std::string_view text, std::size_t from) const = 0;
};

/// Fails with java.util.regex.PatternSyntaxException. Text without special characters is searched for as it is; other patterns run on re2,
/// and those that it refuses (look-around, back-references) on Boost.Regex.
Result<std::shared_ptr<const Pattern>> compile_pattern(std::string_view pattern);

/// The pattern with each dot spelled out as what Java's matches: any character but \n, \r, U+0085, U+2028 and U+2029. Patterns that set flags keep theirs.
std::string with_java_dots(std::string_view pattern);

}  // namespace kamel::languages
