// Regular expressions as java.util.regex reads them: run by RE2, and by Boost.Regex where RE2 has no such construct (look-around, back
// references).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/error.h"
#include "dsl/value.h"

namespace kamel::simple {

/// Immutable; any thread.
class Pattern {
 public:
  virtual ~Pattern() = default;
  /// Whether all of the text matches.
  bool matches(std::string_view text) const;
  /// As String.replaceAll / replaceFirst: $1 in `with` is a group, a backslash takes the next character as it is.
  std::string replace(std::string_view text, std::string_view with, bool all) const;
  /// As String.split: `limit` 0 drops empty texts at the end, below 0 keeps them, above 0 makes at most that many.
  List split(const Slice& text, std::int32_t limit) const;

 protected:
  using Groups = std::vector<std::string_view>;
  /// The first match at or after `from`, or with `whole` one of all the text. Groups that took no part have no data.
  virtual bool find(std::string_view text, std::size_t from, bool whole, Groups& groups) const = 0;
};
using PatternPtr = std::shared_ptr<const Pattern>;

/// Fails with java.util.regex.PatternSyntaxException.
Result<PatternPtr> compile_pattern(std::string_view text);
/// The same for patterns known at run time only: the thread remembers the last ones.
Result<PatternPtr> cached_pattern(std::string_view text);

}  // namespace kamel::simple
