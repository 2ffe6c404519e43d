// InputSource: where an expression reads from instead of the body (`source: header:name`).
#pragma once

#include <string>
#include <string_view>

#include "dsl/fields.h"
#include "engine/exchange.h"

namespace kamel::languages {

/// `source` of jsonpath, jq, xpath, tokenize and xtokenize: "header:x", "property:x", "variable:x", or a variable's plain name;
/// empty: the body. A missing header or property is an error in Camel, a missing variable is null.
class InputSource {
 public:
  InputSource() = default;
  explicit InputSource(std::string_view text);

  Result<Value> read(Exchange& exchange) const;
  bool is_body() const noexcept { return kind_ == Kind::Body; }
  /// How Camel names it in messages: "body", "header(x)", "variable(x)".
  std::string name() const;

 private:
  enum class Kind : std::uint8_t { Body, Header, Property, Variable };
  Kind kind_ = Kind::Body;
  std::string name_;
};

/// What the field of that name means; for the languages' field lists.
inline constexpr Field kSourceField = {.name = "source",
                                       .summary = "where to read from instead of the body: header:name, property:name or variable:name"};
inline constexpr Field kResultTypeField = {.name = "resultType", .summary = "the Java type to convert the result to, e.g. String or java.lang.Integer"};

}  // namespace kamel::languages
