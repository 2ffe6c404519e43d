// From files and Camel K's flags to the Integration that `kamel run --cluster` declares.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "dsl/diagnostics.h"
#include "dsl/source.h"

namespace kamel::cli {

/// What `kamel run --cluster` is told, besides files.
struct IntegrationFlags {
  std::string name, space;
  std::vector<std::string> properties;  // k=v or file:x.properties
  std::vector<std::string> traits;      // trait.option=value
  std::vector<std::string> configs, resources, environment, volumes, dependencies, build_properties, repositories, labels, annotations;
  std::string service_account, pod_template, profile, integration_profile, operator_id, kit, image;
  std::string git, git_branch, git_tag, git_commit, git_path;
  bool compression = false, dont_run_after_build = false;
  bool use_flows = true;
  std::vector<std::string> without_effect;
  bool forced = false;  // no effect, either
};

/// The Integration; nullopt after errors. Modelines of the sources count as flags; those of the command line come first. What was taken from
/// modelines is put into `from_modelines` as words of a command line.
std::optional<boost::json::object> make_integration(const std::vector<SourcePtr>& sources, IntegrationFlags flags, std::vector<std::string>& from_modelines,
                                                    Diagnostics& diagnostics);

/// Puts trait.option=value into a map of traits; an error in `diagnostics` for an unknown trait, a warning for an unknown option.
void put_trait(boost::json::object& traits, const std::string& text, Diagnostics& diagnostics);

}  // namespace kamel::cli
