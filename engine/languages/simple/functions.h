// The functions of simple, in groups: one file each.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/languages/simple/compiler.h"
#include "engine/languages/simple/nodes.h"
#include "engine/languages/simple/scan.h"

namespace kamel::simple {

struct FunctionEntry;

/// A function as it was written: `name(arguments)rest`.
struct Call {
  Compiler& compiler;
  const FunctionEntry& entry;
  Piece whole;      // all between ${ and }
  Piece arguments;  // between the first ( and the last )
  Piece rest;       // behind the last )

  /// The arguments, whose number must lie in [least, most].
  std::vector<Argument> split(std::size_t least, std::size_t most, bool keep_quotes = false) const;
  /// An argument as an expression.
  ExpressionPtr value(const Argument& argument) const { return compiler.expression(argument.piece); }
  /// The only argument, or the body where there is none.
  ExpressionPtr value_or_body() const;
  /// All arguments; the body alone where there is none.
  std::vector<ExpressionPtr> values_or_body() const;
  /// Says how the function is written.
  [[noreturn]] void wrong() const;
  /// A type name, without quotes; reported when there is no such type.
  std::string type(const Piece& name) const;
};

struct FunctionEntry {
  std::string_view name;    // "replace"
  std::string_view syntax;  // "${replace(from,to,expression)}"
  ExpressionPtr (*compile)(const Call&);
  bool since_418 = false;
};

// Functions with parentheses.
std::span<const FunctionEntry> text_functions();
std::span<const FunctionEntry> collection_functions();
std::span<const FunctionEntry> number_functions();
std::span<const FunctionEntry> value_functions();
std::span<const FunctionEntry> flow_functions();
std::span<const FunctionEntry> language_functions();
std::span<const FunctionEntry> message_functions();
std::span<const FunctionEntry> attachment_functions();

// Functions by their beginning ("header.name", "date:now"). nullptr: not one of these.
ExpressionPtr plain_function(Compiler& compiler, const Piece& text);
ExpressionPtr message_access(Compiler& compiler, const Piece& text);
ExpressionPtr exchange_access(Compiler& compiler, const Piece& text);
ExpressionPtr system_access(Compiler& compiler, const Piece& text);
ExpressionPtr attachment_access(Compiler& compiler, const Piece& text);
ExpressionPtr date_function(Compiler& compiler, const Piece& text);
ExpressionPtr file_function(Compiler& compiler, const Piece& text);

/// `text` without `prefix`, where it begins with it and has more.
inline std::optional<Piece> after(const Piece& text, std::string_view prefix) {
  if (!text.text.starts_with(prefix) || text.text.size() == prefix.size()) return std::nullopt;
  return text.from(prefix.size());
}

/// JSON or XML text written prettily, as Camel does; other text as it is.
Slice prettify(const Slice& text);
/// The same of any value as text; null for null, and for a list or a map whose text is no JSON.
Value pretty_value(const Value& value);

}  // namespace kamel::simple
