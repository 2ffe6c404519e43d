// What jq's operators and functions do with values, as jackson-jq does it.
#pragma once

#include <string>
#include <string_view>

#include "dsl/value.h"

namespace kamel::languages::jq_lang {

/// "object", "array", "string", "number", "boolean" or "null".
std::string_view kind_of(const Value& value);
Error failure(std::string message);
/// What counts as true: everything but false and null.
inline bool is_truth(const Value& value) { return !value.is_null() && !(value.is_bool() && !value.as_bool()); }

/// jq's order of all values: null, false, true, numbers, strings, arrays, objects.
int compare(const Value& a, const Value& b);
/// + - * / %; whole results are Integer or Long whatever they were made from.
Result<Value> arithmetic(char operation, const Value& a, const Value& b);
/// A number as jackson-jq makes it of a result: whole where it is.
Value number_of(double value);

/// A string as it is, anything else as JSON on one line.
Slice text_of(const Value& value);
/// As tojson writes it: a whole number without a fraction whatever it was read from.
Slice json_of(const Value& value);
/// As @text, @json, @csv, @tsv, @html, @uri, @base64, @base64d or @sh writes it.
Result<Value> formatted(std::string_view format, const Value& value);
bool is_format(std::string_view name);

Result<Value> index(const Value& value, const Value& key);
Result<Value> slice(const Value& value, const Value& from, const Value& to);
/// The elements of an array, or the values of an object.
Result<List> elements(const Value& value);
bool contains(const Value& a, const Value& b);
Result<Value> length(const Value& value);

/// `value` with what is at `path` (names and indexes) replaced by `by`; null containers are made. `depth` is how much of the path is done.
Result<Value> replaced(const Value& value, const List& path, std::size_t depth, const Value& by);
/// `value` without what is at `path`.
Result<Value> removed(const Value& value, const List& path, std::size_t depth);

}  // namespace kamel::languages::jq_lang
