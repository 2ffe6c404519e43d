// The built-in functions of CloudEvents SQL (section 3.5).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "connectors/knative/cesql/value.h"

namespace kamel::cesql {

struct Function {
  std::string_view name;  // upper case
  std::span<const Type> parameters;
  bool variadic = false;  // any number of further Strings
  Type result;
  Outcome (*run)(const std::vector<Value>& arguments);
  bool any = false;  // takes a value of any type as it is
};

/// By the name, in upper case, and the number of arguments; nullptr: there is none.
const Function* find_function(std::string_view name, std::size_t arguments) noexcept;

}  // namespace kamel::cesql
