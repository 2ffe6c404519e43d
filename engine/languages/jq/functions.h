// jq's functions of values: those whose arguments are evaluated before.
#pragma once

#include <functional>
#include <span>

#include "engine/languages/jq/values.h"

namespace kamel::languages::jq_lang {

/// From the input and the values of the arguments; the outputs are appended.
using Function = Error (*)(const Value& input, std::span<const Value> arguments, List& out);

/// nullptr: there is none.
Function find_function(std::string_view name, std::size_t arguments);

/// Sorts `items` by `keys`, which stand beside them.
void sort_by_keys(List& items, List& keys);

}  // namespace kamel::languages::jq_lang
