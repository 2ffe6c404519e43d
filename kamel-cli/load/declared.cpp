#include "kamel-cli/load/declared.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>

namespace fs = std::filesystem;

namespace kamel::cli {
namespace {

void load_file(const std::string& path, Properties& properties, Diagnostics& diagnostics) {
  if (const SourcePtr source = read_source(path, diagnostics)) properties.load(source, diagnostics);
}

void load_if_there(const fs::path& path, Properties& properties, Diagnostics& diagnostics) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored)) load_file(path.string(), properties, diagnostics);
}

}  // namespace

void load_mounted(Properties& properties, Diagnostics& diagnostics) {
  if (const char* conf = std::getenv("CAMEL_K_CONF"); conf != nullptr) load_if_there(conf, properties, diagnostics);
  const char* folder = std::getenv("CAMEL_K_CONF_D");
  if (folder == nullptr) return;
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::recursive_directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".properties") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const fs::path& file : files) load_if_there(file, properties, diagnostics);
}

void load_environment(Properties& properties) {
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view line(*entry);
    const auto equals = line.find('=');
    if (!line.starts_with("CAMEL_") || line.starts_with("CAMEL_K_") || equals == std::string_view::npos) continue;
    std::string key(line.substr(0, equals));
    std::ranges::transform(key, key.begin(), [](unsigned char c) { return c == '_' ? '.' : static_cast<char>(std::tolower(c)); });
    properties.set(std::move(key), std::string(line.substr(equals + 1)));
  }
}

namespace {

void load_argument(const std::string& argument, Properties& properties, Diagnostics& diagnostics) {
  if (argument.starts_with("file:")) return load_file(argument.substr(5), properties, diagnostics);
  const auto equals = argument.find('=');
  if (equals == std::string::npos || equals == 0) {
    diagnostics.error({}, "'" + argument + "' is no property", "write -p key=value or -p file:name.properties");
    return;
  }
  properties.set(argument.substr(0, equals), argument.substr(equals + 1));
}

Properties read_properties(const LoadOptions& options, const Inputs& inputs, Diagnostics& diagnostics) {
  Properties properties;
  for (const std::string& folder : inputs.folders)
    load_if_there(folder == "." ? fs::path("application.properties") : fs::path(folder) / "application.properties", properties,
                  diagnostics);
  load_mounted(properties, diagnostics);
  for (const SourcePtr& source : inputs.properties) properties.load(source, diagnostics);
  for (const std::string& file : options.property_files) load_file(file, properties, diagnostics);
  load_environment(properties);
  for (const std::string& argument : options.properties) load_argument(argument, properties, diagnostics);
  for (const auto& [key, value] : options.fixed) properties.set(key, value);
  return properties;
}

}  // namespace

Declared load(const LoadOptions& options, Diagnostics& diagnostics) {
  Inputs inputs = read_inputs(options.files, diagnostics);
  Properties properties = read_properties(options, inputs, diagnostics);
  Declared declared;
  const std::string name = options.name.empty() ? properties.get("camel.main.name").value_or("") : options.name;
  declared.set = load_routes(inputs.routes, std::move(properties), diagnostics);
  if (!name.empty()) declared.set.name = name;
  declared.folders = std::move(inputs.folders);
  for (const std::string& file : options.property_files) {
    const fs::path parent = fs::path(file).parent_path();
    declared.folders.push_back(parent.empty() ? "." : parent.string());
  }
  declared.urls = std::move(inputs.urls);
  return declared;
}

}  // namespace kamel::cli
