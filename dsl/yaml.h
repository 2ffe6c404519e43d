// YAML text → Node trees.
#pragma once

#include <vector>

#include "dsl/diagnostics.h"
#include "dsl/node.h"

namespace kamel::yaml {

/// Reads all documents of a source. A syntax error, an unknown anchor, or nesting above 200 levels is reported, and the documents before
/// it are returned. A repeated key of a map is a warning and its last value counts, as in Camel.
std::vector<Node> parse(const SourcePtr& source, Diagnostics& diagnostics);

/// `value` as YAML in block style.
std::string write(const Value& value);

}  // namespace kamel::yaml
