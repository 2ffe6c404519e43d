// The values of CloudEvents SQL, and the errors that its expressions meet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace kamel::cesql {

enum class Type : std::uint8_t { Boolean, Integer, String };
/// In the order of Type. Integers have 32 bits.
using Value = std::variant<bool, std::int32_t, std::string>;
inline Type type_of(const Value& value) noexcept { return static_cast<Type>(value.index()); }

/// By the names of the specification.
enum class Problem : std::uint8_t { None, Parse, Math, Cast, MissingFunction, FunctionEvaluation, MissingAttribute };
std::string_view name_of(Problem problem) noexcept;  // "missingAttribute"

/// Every expression has a value, also one that met an error: then it is the first one, and the value what the specification says to go on with.
struct Outcome {
  Value value = false;
  Problem problem = Problem::None;
  std::string why = {};
  bool fine() const noexcept { return problem == Problem::None; }
};

/// The same value as another type (section 3.7): text as written by `STRING`, a number out of text or 1 and 0, a truth out of "true", "false" or any number
/// but 0. Of what cannot be cast, the zero of that type.
Outcome cast(const Value& value, Type type);
/// false, 0, "".
Value zero_of(Type type);

}  // namespace kamel::cesql
