// The options of commands that load routes.
#include <CLI/App.hpp>

#include "kamel-cli/options/options.h"

namespace kamel::cli {

void add_load_options(CLI::App& command, LoadOptions& options) {
  command.add_option("FILE", options.files, "Files, folders (their *.yaml), http(s) URLs, github:org/repo/path[?branch=name] or gist:id")->required();
  command.add_option("-p,--property", options.properties, "A property: key=value or file:name.properties; may be repeated")
      ->allow_extra_args(false);
  command.add_option("--property-file", options.property_files, "A .properties file; may be repeated")->allow_extra_args(false);
}

}  // namespace kamel::cli
