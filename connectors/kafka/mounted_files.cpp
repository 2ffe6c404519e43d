#include "connectors/kafka/mounted_files.h"

#include <re2/re2.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

namespace kamel::kafka {

std::string jaas_attribute(const std::string& jaas, const std::string& name, bool& found) {
  std::string quoted, bare;
  found = RE2::PartialMatch(jaas, "(?:^|\\s)" + name + "\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;\"]+))", &quoted, &bare);
  if (!bare.empty()) return bare;
  RE2::GlobalReplace(&quoted, "\\\\(.)", "\\1");
  return quoted;
}

std::vector<std::string> jaas_names(const std::string& jaas, const std::string& prefix) {
  std::vector<std::string> names;
  re2::StringPiece rest(jaas);
  const RE2 attribute("(?:^|\\s)(" + prefix + "\\w+)\\s*=");
  for (std::string name; RE2::FindAndConsume(&rest, attribute, &name);) names.push_back(name);
  return names;
}

Result<std::string> read_property(const FileProperty& property) {
  std::ifstream file(property.path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) return Error("org.apache.kafka.common.config.ConfigException", "cannot read " + property.path + ", where " + property.property + " comes from");
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  if (property.attribute.empty()) return text;
  bool found = false;
  std::string value = jaas_attribute(text, property.attribute, found);
  return value;
}

std::string fingerprint(const std::vector<std::string>& paths) {
  std::string out;
  for (const std::string& path : paths) {
    struct stat file{};
    // Through links: Kubernetes replaces the folder that they lead to.
    if (::stat(path.c_str(), &file) != 0) {
      out += "-;";
      continue;
    }
    out.append(std::to_string(file.st_ino)).append(" ").append(std::to_string(file.st_size)).append(" ");
    out.append(std::to_string(file.st_mtim.tv_sec)).append(".").append(std::to_string(file.st_mtim.tv_nsec)).append(";");
  }
  return out;
}

}  // namespace kamel::kafka
