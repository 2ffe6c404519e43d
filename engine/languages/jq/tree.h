// A jq program as a tree: the part of the language that is run without libjq.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dsl/value.h"

namespace kamel::languages::jq_lang {

struct Node;
using NodePtr = std::unique_ptr<const Node>;

struct Node {
  enum class Kind : std::uint8_t {
    Identity,     // .
    Recurse,      // ..
    Index,        // parts: what, key; `optional` for ?
    Slice,        // parts: what, from or null, to or null
    Each,         // parts: what
    Literal,      // value
    Text,         // parts are concatenated, a literal and an expression by turns; `text` is the format (@base64 …) that the expressions go through
    Array,        // parts: the elements' expression, or none
    Object,       // parts: key, value, key, value …
    Negate,       // parts: one
    Pipe,         // parts: two
    Comma,        // parts: two
    Or,           // parts: two
    And,          // parts: two
    Alternative,  // parts: two
    Binary,       // `text` is the operator
    Assign,       // `text` is the operator: = |= += -= *= /= %= //=
    If,           // parts: condition, then, else
    Try,          // parts: what, and what is done about a failure, or none
    Reduce,       // parts: source, start, step; `text` is the variable
    Bind,         // parts: source, body; `text` is the variable
    Variable,     // `text` is its name; `optional`: null where there is none
    Call,         // `text` is the function, parts its arguments
  };
  Kind kind = Kind::Identity;
  bool optional = false;
  std::string text;
  Value value;
  std::vector<NodePtr> parts;
};

/// nullptr where the text is not a jq program, or is one that only libjq runs (functions of one's own, foreach, regular expressions, endless loops).
NodePtr read_program(std::string_view text);

}  // namespace kamel::languages::jq_lang
