#include "connectors/resources/resource.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "dsl/uri.h"

namespace kamel::resources {
namespace {

constexpr std::uintmax_t kLargest = 64 * 1024 * 1024;

}  // namespace

Result<std::string> path_of(std::string_view uri) {
  if (uri.starts_with("resource:")) uri.remove_prefix(9);
  for (const std::string_view scheme : {"file:", "classpath:"}) {
    if (!uri.starts_with(scheme)) continue;
    uri.remove_prefix(scheme.size());
    while (uri.starts_with("//")) uri.remove_prefix(1);
    return percent_decode(uri);
  }
  for (const std::string_view scheme : {"http:", "https:", "ref:", "bean:", "gist:", "github:"}) {
    if (uri.starts_with(scheme)) return Error("java.lang.IllegalArgumentException", "Cannot find resource: " + std::string(uri) + "; kamel reads files: write file:PATH");
  }
  return percent_decode(uri);
}

Result<Slice> read(std::string_view uri) {
  const auto path = path_of(uri);
  if (!path) return path.error();
  std::error_code failed;
  const std::uintmax_t size = std::filesystem::file_size(*path, failed);
  std::ifstream file(*path, std::ios::binary);
  if (failed || !file) return Error("java.io.FileNotFoundException", *path + " does not exist");
  if (size > kLargest) return Error("java.io.IOException", *path + " is too large for a resource");
  return Slice(std::string(std::istreambuf_iterator<char>(file), {}));
}

}  // namespace kamel::resources
