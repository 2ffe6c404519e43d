// JSON text ↔ Value, as Jackson reads and writes it.
#pragma once

#include "dsl/value.h"

namespace kamel::json {

/// Whole numbers become Integer, Long, or (beyond 64 bits) an Object of java.math.BigInteger; others Double. Strings without escapes
/// are pieces of `text`, not copies. What follows the first value is ignored, as Jackson does. Fails with com.fasterxml.jackson.core.JsonParseException
/// (or one of its kin: MismatchedInputException for an empty text) and Jackson's message with line and column; depth limit 1,000.
Result<Value> parse(const Slice& text);

/// The parts of a document that somebody will look at.
struct Selection {
  struct Member;
  bool whole = false;           // everything from here on
  std::vector<Member> members;  // else these, where it is an object; anything else is taken as it is
  const Selection* find(std::string_view name) const noexcept;
};
struct Selection::Member {
  std::string name;
  Selection wanted;
};
/// The same, but the objects in the tree hold only the members that are wanted of them. All of the text is held to JSON's rules as before.
Result<Value> parse(const Slice& text, const Selection& wanted);

enum class Style : std::uint8_t { Compact, Pretty };
/// Bytes are written as base64, objects by their converted value or their text.
void write(const Value& value, SliceBuilder& out, Style style = Style::Compact);
Slice write(const Value& value, Style style = Style::Compact);
/// As Java's Double.toString: 5.0, 1.0E10; the shortest digits that read back the same.
void write_double(double value, SliceBuilder& out);
/// `text` with quotes and escapes.
void write_string(std::string_view text, SliceBuilder& out);

}  // namespace kamel::json
