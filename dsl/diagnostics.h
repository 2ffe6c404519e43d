// Diagnostics: everything that is wrong with the user's text, told at once.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/source.h"

namespace kamel {

enum class Severity : std::uint8_t { Warning, Error };

struct Diagnostic {
  Severity severity = Severity::Error;
  Mark mark;
  std::string message;     // one sentence, lower case, no full stop: "unknown step 'filtr'"
  std::string hint;        // what to do next: "did you mean 'filter'?"; may be empty
  std::string java_class;  // what Camel would throw; "" where it is only our own check

  /// "orders.yaml:14:9: error: unknown step 'filtr'; did you mean 'filter'?", then the quoted line and a caret.
  std::string text(bool colour = false) const;
};

/// Collects diagnostics. Not thread-safe.
class Diagnostics {
 public:
  void error(Mark mark, std::string message, std::string hint = {}, std::string java_class = {});
  void warning(Mark mark, std::string message, std::string hint = {});
  void add(Diagnostic diagnostic);
  void append(const Diagnostics& other);

  bool has_errors() const noexcept { return errors_ != 0; }
  std::size_t errors() const noexcept { return errors_; }
  bool empty() const noexcept { return list_.empty(); }
  std::span<const Diagnostic> list() const noexcept;
  /// All of them, in the order of files and lines.
  std::string text(bool colour = false) const;

 private:
  std::vector<Diagnostic> list_;
  std::size_t errors_ = 0;
};

/// The candidate nearest to a mistyped `word`, or "" when none is near enough to be meant.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);
/// "did you mean 'x'?", or "" when nothing is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace kamel
