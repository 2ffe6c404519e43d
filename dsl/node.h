// Node: a YAML value that knows where it stands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/source.h"
#include "dsl/value.h"

namespace kamel {

/// One YAML value. A plain tree of values: copying it copies all of it.
struct Node {
  enum class Kind : std::uint8_t { Null, Scalar, List, Map };
  struct Entry;

  Kind kind = Kind::Null;
  Mark mark;                    // of the first character (of the opening quote, if quoted)
  std::string text;             // Scalar: the text, unescaped
  bool quoted = false;          // Scalar: written with quotes or as a block, thus always text
  bool block = false;           // Scalar: written as | or >
  std::vector<Node> items;      // List
  std::vector<Entry> entries;   // Map, in the order of the file; a repeated key has been reported and its last value taken

  bool is_null() const noexcept { return kind == Kind::Null; }
  bool is_scalar() const noexcept { return kind == Kind::Scalar; }
  bool is_list() const noexcept { return kind == Kind::List; }
  bool is_map() const noexcept { return kind == Kind::Map; }
  /// The value under a key of a map; nullptr when it is not a map or has no such key.
  const Node* find(std::string_view key) const noexcept;
  /// The place of the `offset`-th character of a scalar's text: where an expression's error points.
  Mark mark_at(std::size_t offset) const;
  /// As a Value: plain scalars by YAML's core rules (null, bool, int, double), the rest as text, lists and maps.
  Value value() const;
};

struct Node::Entry {
  std::string key;
  Mark mark;  // of the key
  Node value;
};

}  // namespace kamel
