// Digests: what a route is, in a few characters.
#pragma once

#include <string>
#include <string_view>

#include "dsl/node.h"

namespace kamel {

/// Collects parts and hashes them with SHA-256. Parts are told apart: "ab","c" differs from "a","bc".
class Digest {
 public:
  Digest& add(std::string_view part);
  /// Kinds, texts and the order of keys count; places and quotes that do not change the meaning do not.
  Digest& add(const Node& node);
  /// 32 hexadecimal digits.
  std::string text() const;

 private:
  std::string all_;
};

}  // namespace kamel
