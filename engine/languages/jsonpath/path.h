// Path: a compiled JSONPath, in Jayway's dialect.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/json.h"
#include "dsl/value.h"

namespace kamel::languages::json_path {

struct Filter;
struct Path;

enum class Function : std::uint8_t { Avg, StdDev, Sum, Min, Max, Concat, Length, Append, Keys, First, Last, Index, Unknown };

/// A function's argument: a path, evaluated on the whole document, or a JSON literal.
struct Argument {
  std::unique_ptr<const Path> path;
  Value literal;
};

struct Token {
  enum class Kind : std::uint8_t { Property, Index, Slice, Wildcard, Scan, Filter, Function };
  Kind kind = Kind::Property;
  std::vector<std::string> names;              // Property; the name of a Function
  std::vector<std::int64_t> indices;           // Index
  std::optional<std::int64_t> from, to;        // Slice
  std::shared_ptr<const Filter> filter;        // Filter
  Function function = Function::Unknown;
  std::vector<Argument> arguments;
  bool leaf = false;
  bool upstream_definite = true;  // all before it give one result each: only then is a missing part an error

  bool definite() const noexcept {
    return kind == Kind::Function || (kind == Kind::Property && (names.size() == 1 || leaf)) || (kind == Kind::Index && indices.size() == 1);
  }
};

struct Path {
  bool from_document = true;  // $, else @
  std::vector<Token> tokens;
  bool definite = true;       // at most one result
  bool function = false;      // ends with one
  bool straight = false;      // nothing but single names: `follow` is enough
  /// As Jayway prints it: $['store']['book'][0].
  std::string text() const;
};

/// `position` is where in the text the parser gave up. The error is what Jayway throws.
struct SyntaxError {
  Error error;
  std::size_t position = 0;
};
/// nullptr after having filled in `why`.
std::unique_ptr<const Path> parse_path(std::string_view text, SyntaxError& why);
std::shared_ptr<const Filter> parse_filter(std::string_view text, std::size_t offset, SyntaxError& why);

enum Option : unsigned { kSuppress = 1, kRequireProperties = 2, kLeafToNull = 4, kAlwaysList = 8, kAsPaths = 16 };

/// Adds the parts of a document that the path looks at. `value`: its results are wanted, and not only whether there are any.
void select(const Path& path, bool value, json::Selection& root);

/// What a straight path leads to; nullptr when a part of it is not there.
const Value* follow(const Path& path, const Value& start) noexcept;

/// The value of a definite path, the list of results of another. Fails with com.jayway.jsonpath exceptions.
Result<Value> read(const Path& path, const Value& document, unsigned options);

/// Whether what `read` gives for a path that is not definite holds anything.
Result<bool> finds(const Path& path, const Value& document, unsigned options);

// Between the parts of the evaluator.

/// `read` for a path inside a filter or a function: no option changes the form of its result.
Result<Value> read_inner(const Path& path, const Value& start, const Value& document, unsigned options);
/// Whether an item of the document passes. Fails only where Jayway does not take the failure for a no.
Result<bool> accepts(const Filter& filter, const Value& item, const Value& document, unsigned options);
Result<Value> call(const Token& function, const Value& model, const Value& document, unsigned options);
Function function_named(std::string_view name) noexcept;

}  // namespace kamel::languages::json_path
