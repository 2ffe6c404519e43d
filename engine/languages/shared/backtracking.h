// Backtracking: a regular expression that re2 refuses (look-around, back-references). The only reader of Boost.Regex, which is long to compile.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

namespace kamel::languages {

/// Immutable; any thread.
class Backtracking {
 public:
  enum class Match { First, AtFrom, Whole };
  /// Null where the pattern is none for Boost either.
  static std::unique_ptr<const Backtracking> compile(std::string_view pattern);
  virtual ~Backtracking() = default;
  /// Puts the first match at or after `from`, the one that begins there, or the one of all the text, into `groups`; groups that took no part have no data. False
  /// where nothing matches, and where the pattern explodes on this text: Boost gives up where Java would run for ever.
  virtual bool find(std::string_view text, std::size_t from, Match match, std::vector<std::string_view>& groups) const = 0;
};

}  // namespace kamel::languages
