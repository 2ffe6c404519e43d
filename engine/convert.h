// Camel's type converters: one value as another type, with Java's oddities.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dsl/value.h"

namespace kamel {

class Exchange;

/// What Java's toString() gives: maps as {a=1, b=2}, lists as [1, 2], doubles as Java prints them, bytes as UTF-8 text; null as "".
/// Text is shared, not copied.
Slice to_text(const Value& value);
/// Appends the same to a builder.
void append_text(const Value& value, SliceBuilder& out);
/// A double as Double.toString: 5.0, 1.0E10, NaN.
std::string java_double(double value);

/// nullopt where Camel has no conversion or it fails.
std::optional<std::int64_t> to_long(const Value& value);
std::optional<std::int32_t> to_int(const Value& value);  // Long→Integer wraps, Double→Integer truncates, text is not trimmed
std::optional<double> to_double(const Value& value);
std::optional<bool> to_bool(const Value& value);  // only "true" and "false" of text; numbers ≠ 0

/// Converts to a type named as in YAML: "String", "java.lang.String", "int", "Integer", "byte[]", "java.util.List", "java.io.InputStream" …
/// Fails with what Camel throws: NoTypeConversionAvailableException, TypeConversionException (with its cause), ClassNotFoundException for
/// an unknown name. null stays null.
Result<Value> convert(const Value& value, std::string_view java_type, Exchange* exchange = nullptr);
/// Whether the name is a type that `convert` knows.
bool is_known_type(std::string_view java_type) noexcept;
/// Whether a value is an instance of the Java type (for simple's `is`).
bool is_instance(const Value& value, std::string_view java_type) noexcept;

/// What Camel's ObjectHelper.createIterable walks through: a list's items, a map's entries (as {key, value} pairs printed key=value), text
/// split at `delimiter`, anything else as one item, null as none.
List iterate(const Value& value, std::string_view delimiter = ",");

}  // namespace kamel
