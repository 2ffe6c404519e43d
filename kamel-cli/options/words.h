// From settings to the words of a command line, and back.
#pragma once

#include "kamel-cli/settings/settings.h"

namespace CLI {
class App;
}

namespace kamel::cli {

/// The words of a command line with the flags that settings and the environment add: the command line comes first, then KAMEL_RUN_TRAIT, then
/// kamel.run.integration.NAME.trait, then kamel.run.trait. kamel.config.default-namespace is --namespace everywhere, kamel.config.target: cluster is
/// `run --cluster`; flags for clusters are not given to a run that is not in one. `serve` and `operator` take nothing: pods are told all they need.
std::vector<std::string> with_settings(const CLI::App& app, std::vector<std::string> words, const Settings& settings);

/// The flags that the command was given, as kamel.run.integration.NAME holds them (run --save).
boost::json::object given_flags(const CLI::App& command);

}  // namespace kamel::cli
