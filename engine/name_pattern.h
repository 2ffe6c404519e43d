// NamePattern: Camel's PatternHelper.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace kamel {

/// A name as it is, a start with '*' behind it, or a regular expression; case ignored. An empty pattern matches nothing. Any thread.
class NamePattern {
 public:
  explicit NamePattern(std::string_view pattern);
  NamePattern(NamePattern&&) noexcept;
  ~NamePattern();
  bool matches(std::string_view name) const;

 private:
  std::string text_;
  std::unique_ptr<re2::RE2> expression_;  // nullptr where it is none
};

}  // namespace kamel
