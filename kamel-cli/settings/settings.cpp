#include "kamel-cli/settings/settings.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "kamel-cli/load/inputs.h"
#include "operator/text/yaml.h"

namespace fs = std::filesystem;

namespace kamel::cli {
namespace json = boost::json;
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::string file_in(const fs::path& folder) {
  const std::string name = variable("KAMEL_CONFIG_NAME");
  return (folder / ((name.empty() ? "kamel-config" : name) + ".yaml")).string();
}

std::string at_home() {
  const std::string home = variable("HOME");
  return home.empty() ? "" : file_in(fs::path(home) / ".kamel");
}

// The first of them that exists.
std::string used() {
  if (const std::string folder = variable("KAMEL_CONFIG_PATH"); !folder.empty()) return file_in(folder);
  std::error_code ignored;
  for (const std::string& path : {file_in("."), file_in(".kamel"), at_home()}) {
    if (!path.empty() && fs::is_regular_file(path, ignored)) return path;
  }
  return at_home();
}

std::string_view first_of(std::string_view& dotted) {
  const auto dot = std::min(dotted.find('.'), dotted.size());
  const std::string_view out = dotted.substr(0, dot);
  dotted.remove_prefix(std::min(dot + 1, dotted.size()));
  return out;
}

}  // namespace

std::string settings_path(std::string_view folder) {
  if (folder == "used") return used();
  if (folder == "home") return at_home();
  if (folder == "sub") return file_in(".kamel");
  if (folder == "working") return file_in(".");
  const std::string given = variable("KAMEL_CONFIG_PATH");
  return given.empty() ? "" : file_in(given);
}

const json::value* Settings::find(std::string_view dotted) const noexcept {
  const json::value* at = values.if_contains("kamel");
  while (at != nullptr && !dotted.empty()) {
    if (!at->is_object()) return nullptr;
    at = at->get_object().if_contains(first_of(dotted));
  }
  return at;
}

void Settings::set(std::string_view dotted, json::value value) {
  json::value* at = &values["kamel"];
  while (!dotted.empty()) {
    if (!at->is_object()) at->emplace_object();
    at = &at->get_object()[first_of(dotted)];
  }
  *at = std::move(value);
}

void Settings::remove(std::string_view dotted) {
  const auto last = dotted.rfind('.');
  json::value* parent = const_cast<json::value*>(find(dotted.substr(0, last)));
  if (parent != nullptr && parent->is_object()) parent->get_object().erase(dotted.substr(last + 1));
}

Settings read_settings(const std::string& path, Diagnostics& diagnostics) {
  Settings out;
  std::error_code ignored;
  if (path.empty() || !fs::is_regular_file(path, ignored)) return out;
  const SourcePtr source = read_source(path, diagnostics);
  if (source == nullptr) return out;
  out.path = path;
  if (auto objects = cluster::read_objects(source, diagnostics); !objects.empty()) out.values = std::move(objects[0]);
  return out;
}

bool write_settings(const Settings& settings) {
  std::error_code ignored;
  fs::create_directories(fs::path(settings.path).parent_path(), ignored);
  std::ofstream file(settings.path, std::ios::trunc);
  file << cluster::to_yaml(json::value(settings.values)) << std::flush;
  return file.good();
}

std::string integration_name(const std::string& given, const std::string& file) {
  const std::string base = file.substr(file.rfind('/') + 1);
  return cluster::as_name(given.empty() ? base.substr(0, base.find('.')) : given);
}

}  // namespace kamel::cli
