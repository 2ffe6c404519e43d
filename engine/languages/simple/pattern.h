// Regular expressions as java.util.regex reads them, run by RE2.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "dsl/error.h"
#include "dsl/value.h"

namespace re2 {
class RE2;
}

namespace kamel::simple {

/// Immutable; any thread.
class Pattern {
 public:
  explicit Pattern(std::unique_ptr<re2::RE2> code);
  ~Pattern();
  /// Whether all of the text matches.
  bool matches(std::string_view text) const;
  /// As String.replaceAll / replaceFirst: $1 and ${name} in `with` are groups, a backslash takes the next character as it is.
  std::string replace(std::string_view text, std::string_view with, bool all) const;
  /// As String.split: `limit` 0 drops empty texts at the end, below 0 keeps them, above 0 makes at most that many.
  List split(const Slice& text, std::int32_t limit) const;

 private:
  std::unique_ptr<re2::RE2> code_;
};
using PatternPtr = std::shared_ptr<const Pattern>;

/// Fails with java.util.regex.PatternSyntaxException; look-around and back references are not there and say so.
Result<PatternPtr> compile_pattern(std::string_view text);
/// The same for patterns known at run time only: the thread remembers the last ones.
Result<PatternPtr> cached_pattern(std::string_view text);

}  // namespace kamel::simple
