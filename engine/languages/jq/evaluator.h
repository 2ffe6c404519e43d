// Evaluator: runs a jq tree on a value.
#pragma once

#include <functional>

#include "engine/languages/jq/tree.h"

namespace kamel::languages::jq_lang {

/// What header("x"), property("x") and variable("x") look up, and (with an empty name) body: as text, or null.
using Outside = std::function<Value(std::string_view what, std::string_view name)>;

/// All outputs of a program. Fails with jackson-jq's exceptions. Stateless: any thread may run a tree.
Result<List> evaluate(const Node& program, const Value& input, const Outside& outside);

/// Whether there is a function of this name with so many arguments.
bool has_function(std::string_view name, std::size_t arguments);
/// Whether the outputs of an expression have places in its input, so that one can assign to them.
bool has_places(const Node& node);

}  // namespace kamel::languages::jq_lang
