#include "kamel-cli/load/inputs.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "kamel-cli/http/client.h"
#include "kamel-cli/load/github.h"

namespace fs = std::filesystem;

namespace kamel::cli {
namespace {

void add_folder(Inputs& inputs, const std::string& folder) {
  if (std::ranges::find(inputs.folders, folder) == inputs.folders.end()) inputs.folders.push_back(folder);
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

// What a person who mistyped a file's name wants to hear.
std::string missing_hint(const fs::path& path) {
  const std::string folder = path.has_parent_path() ? path.parent_path().string() : ".";
  const std::vector<std::string> names = names_in(folder);
  const std::vector<std::string_view> views(names.begin(), names.end());
  const std::string name = path.filename().string();
  if (std::string hint = did_you_mean(name, views); !hint.empty()) return hint;
  return "`kamel init " + (path.has_extension() ? path : fs::path(path) += ".yaml").string() + "` writes a first route";
}

void read_folder(const std::string& folder, Inputs& inputs, Diagnostics& diagnostics) {
  add_folder(inputs, folder);
  const std::size_t before = inputs.routes.size();
  for (const std::string& name : names_in(folder)) {
    const fs::path path = folder == "." ? fs::path(name) : fs::path(folder) / name;
    std::error_code ignored;
    if (!is_route_file(name) || !fs::is_regular_file(path, ignored)) continue;
    if (SourcePtr source = read_source(path.string(), diagnostics)) inputs.routes.push_back(std::move(source));
  }
  if (inputs.routes.size() == before) {
    diagnostics.warning({}, "no *.yaml file in the folder '" + folder + "'",
                        "`kamel init " + (fs::path(folder) / "hello.yaml").string() + "` writes a first route");
  }
}

void read_file(const std::string& path, Inputs& inputs, Diagnostics& diagnostics) {
  const fs::path parent = fs::path(path).parent_path();
  add_folder(inputs, parent.empty() ? "." : parent.string());
  SourcePtr source = read_source(path, diagnostics);
  if (!source) return;
  const std::string extension = fs::path(path).extension().string();
  if (extension == ".properties") {
    inputs.properties.push_back(std::move(source));
  } else if (extension == ".java" || extension == ".groovy" || extension == ".xml" || extension == ".kts" || extension == ".js") {
    diagnostics.error({source, 1, 1}, "routes are read from YAML, not from " + extension + " files",
                      "`camel transform route` of Apache Camel's command line writes them as YAML");
  } else {
    inputs.routes.push_back(std::move(source));
  }
}

void read_gist(const std::string& argument, const std::string& id, Inputs& inputs, Diagnostics& diagnostics) {
  inputs.urls.push_back(argument);
  auto files = fetch_gist(id);
  if (!files) return diagnostics.error({}, "cannot fetch '" + argument + "': " + std::string(files.error().message()), "GITHUB_TOKEN opens private ones");
  for (auto& [name, text] : *files) {
    if (is_route_file(name)) inputs.routes.push_back(std::make_shared<const Source>(Source{name, std::move(text)}));
  }
}

void read_url(const std::string& argument, const std::string& url, Inputs& inputs, Diagnostics& diagnostics) {
  inputs.urls.push_back(argument);
  Result<std::string> text = fetch(url);
  if (text)
    inputs.routes.push_back(std::make_shared<const Source>(Source{argument, std::move(*text)}));
  else
    diagnostics.error({}, "cannot fetch '" + argument + "': " + std::string(text.error().message()), "open the URL in a browser: it must give the plain file");
}

}  // namespace

bool is_route_file(const std::string& name) {
  if (name.starts_with('.') || name == "application.yaml" || name == "application.yml") return false;
  if (name.ends_with(".test.yaml") || name.ends_with(".test.yml")) return false;
  return name.ends_with(".yaml") || name.ends_with(".yml");
}

SourcePtr read_source(const std::string& path, Diagnostics& diagnostics) {
  std::ifstream file(path, std::ios::binary);
  std::error_code ignored;
  if (!file || fs::is_directory(path, ignored)) {
    const int reason = fs::is_directory(path, ignored) ? EISDIR : errno;
    diagnostics.error({}, "cannot read '" + path + "': " + std::strerror(reason), reason == ENOENT ? missing_hint(path) : std::string());
    return nullptr;
  }
  return std::make_shared<const Source>(Source{path, std::string(std::istreambuf_iterator<char>(file), {})});
}

Inputs read_inputs(const std::vector<std::string>& arguments, Diagnostics& diagnostics) {
  Inputs inputs;
  for (const std::string& argument : arguments) {
    std::error_code ignored;
    if (const auto gist = gist_id(argument)) {
      read_gist(argument, *gist, inputs, diagnostics);
    } else if (const auto github = github_url(argument)) {
      read_url(argument, *github, inputs, diagnostics);
    } else if (is_url(argument)) {
      read_url(argument, argument, inputs, diagnostics);
    } else if (fs::is_directory(argument, ignored)) {
      fs::path folder = fs::path(argument).lexically_normal();
      if (!folder.has_filename() && folder.has_parent_path()) folder = folder.parent_path();
      read_folder(folder.empty() ? "." : folder.string(), inputs, diagnostics);
    } else {
      read_file(argument, inputs, diagnostics);
    }
  }
  return inputs;
}

}  // namespace kamel::cli
