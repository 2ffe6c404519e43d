// Kubernetes objects on standard output.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "dsl/diagnostics.h"

namespace kamel::cli {

/// As YAML documents, or JSON (a List where there are several).
void print_objects(const std::vector<boost::json::object>& objects, const std::string& output);
/// To standard error, with colours where there is a terminal. Whether there was an error.
bool tell(const Diagnostics& diagnostics);

}  // namespace kamel::cli
