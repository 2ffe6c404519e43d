// A simple predicate as Camel prints it, which is what the failure of a validate step says.
#pragma once

#include <string>
#include <string_view>

namespace kamel::simple {

/// `${body} contains 'x'` as "body contains x". Several conditions, and the operators that Camel keeps as they were written, stay the text that they are.
std::string predicate_text(std::string_view predicate);

}  // namespace kamel::simple
