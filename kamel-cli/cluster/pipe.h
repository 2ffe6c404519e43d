// From `kamel bind SOURCE SINK` to a Pipe.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "dsl/diagnostics.h"

namespace kamel::cli {

struct BindOptions {
  std::string source, sink, name, space, error_handler, service_account, operator_id, output;
  std::vector<std::string> steps, properties, traits, annotations, dependencies;
  bool skip_checks = false;
};

/// nullopt after errors. An end is [[group/]version:]kind:[namespace/]name[?key=value&…], the name of a Kamelet, or a Camel URI.
std::optional<boost::json::object> make_pipe(const BindOptions& options, Diagnostics& diagnostics);

}  // namespace kamel::cli
