// Inputs: the files, folders and URLs of a command line, read into sources.
#pragma once

#include <string>
#include <vector>

#include "dsl/diagnostics.h"
#include "dsl/source.h"

namespace kamel::cli {

/// What the arguments of `run` or `lint` stand for at one moment.
struct Inputs {
  std::vector<SourcePtr> routes;      // in the order of the arguments; a folder's files by name
  std::vector<SourcePtr> properties;  // .properties files that were named
  std::vector<std::string> folders;   // of the files: where application.properties is looked for, and what --dev watches
  std::vector<std::string> urls;      // which nobody can watch
};

/// Reads everything. A file that cannot be read is an error in `diagnostics` with what to do next; the others are still read.
Inputs read_inputs(const std::vector<std::string>& arguments, Diagnostics& diagnostics);

/// One file, named as the user did. nullptr after a report.
SourcePtr read_source(const std::string& path, Diagnostics& diagnostics);

/// Whether a folder's file is taken for routes: *.yaml and *.yml, not hidden, not application.yaml, no tests (*.test.yaml).
bool is_route_file(const std::string& name);

}  // namespace kamel::cli
