// Lint rules: what Camel accepts, and almost nobody means.
#pragma once

#include "dsl/route.h"

namespace kamel::cli {

/// Adds warnings for all that a set declares: steps that are never reached, operators that are only text, comparisons that
/// round. Errors and the reader's own warnings (repeated keys, files that
/// load nothing) are not made here.
void lint(const RouteSet& set, Diagnostics& diagnostics);

/// The two rules on simple texts, for themselves. `node` is the scalar.
void lint_simple_expression(const Node& node, Diagnostics& diagnostics);
void lint_simple_predicate(const Node& node, Diagnostics& diagnostics);

}  // namespace kamel::cli
