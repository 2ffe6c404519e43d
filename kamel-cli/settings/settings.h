// Settings: kamel-config.yaml and KAMEL_… of the environment give flags that nobody has written.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostics.h"

namespace kamel::cli {

/// A file with keys kamel.COMMAND.FLAG, as Camel K's.
struct Settings {
  std::string path;  // "": there is none
  boost::json::object values;

  /// The value below kamel: "config.target"; nullptr where there is none.
  const boost::json::value* find(std::string_view dotted) const noexcept;
  void set(std::string_view dotted, boost::json::value value);
  void remove(std::string_view dotted);
};

/// The file of a folder by Camel K's name for it: used (the one that is read, else home), env ($KAMEL_CONFIG_PATH), home ($HOME/.kamel), sub (.kamel), working.
/// "" when that folder is not known. $KAMEL_CONFIG_NAME is another name than kamel-config.
std::string settings_path(std::string_view folder);
/// The file at `path`; empty where there is none. What cannot be read is reported.
Settings read_settings(const std::string& path, Diagnostics& diagnostics);
/// Writes it, with its folder; false where that fails, with errno set.
bool write_settings(const Settings& settings);

/// The name that `kamel run` gives an Integration: what --name says, else after its first file.
std::string integration_name(const std::string& given, const std::string& file);

}  // namespace kamel::cli
