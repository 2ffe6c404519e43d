// From a command line to declared routes: files, properties, environment.
#pragma once

#include <string>
#include <vector>

#include "dsl/route.h"
#include "kamel-cli/load/inputs.h"

namespace kamel::cli {

/// What `run`, `lint` and `explain route` are told to load.
struct LoadOptions {
  std::vector<std::string> files;
  std::vector<std::string> properties;  // key=value, or file:x.properties
  std::vector<std::string> property_files;
  std::string name;                                        // "": from the files
  std::vector<std::pair<std::string, std::string>> fixed;  // of other options: --port
};

struct Declared {
  RouteSet set;
  std::vector<std::string> folders;  // to watch
  std::vector<std::string> urls;
};

/// What Camel K mounts into its pods: CAMEL_K_CONF and all *.properties below CAMEL_K_CONF_D.
void load_mounted(Properties& properties, Diagnostics& diagnostics);
/// CAMEL_COMPONENT_KAFKA_BROKERS=x of the environment is camel.component.kafka.brokers=x.
void load_environment(Properties& properties);

/// Reads all of it. Properties, the later ones win: application.properties beside the files, Camel K's CAMEL_K_CONF and CAMEL_K_CONF_D,
/// --property-file, the environment's CAMEL_…, -p. All problems go to `diagnostics`.
Declared load(const LoadOptions& options, Diagnostics& diagnostics);

}  // namespace kamel::cli
