// Path: the part of jq that needs no libjq: .a.b[0]["c"][].
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/value.h"

namespace kamel::languages::jq_lang {

/// Reads a tree where it stands: nothing is copied to libjq and back, and numbers stay as they were written (1.0, whole numbers beyond 2^53).
class Path {
 public:
  /// Nothing when the program is more than a path.
  static std::optional<Path> parse(std::string_view program);
  /// Fails with jq's own messages.
  Result<List> run(const Value& input) const;

 private:
  struct Part {
    enum class Kind : std::uint8_t { Field, Index, Each } kind = Kind::Field;
    std::string name;
    std::int64_t index = 0;
  };
  Error walk(const Value& input, std::size_t place, List& outputs) const;
  std::vector<Part> parts_;
};

}  // namespace kamel::languages::jq_lang
