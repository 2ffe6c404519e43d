// Files that a client's secrets come from, such as a mounted Kubernetes Secret, which changes under us when it is rotated.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/error.h"

namespace kamel::kafka {

/// A property whose value is the text of a file (its last line break cut off), or one attribute of the JAAS line in it.
struct FileProperty {
  std::string property, path, attribute;
};

/// The value, read now. An error names the file, never what is in it.
Result<std::string> read_property(const FileProperty& property);

/// One attribute of a JAAS line, as in username="me"; `found` false when it is not there.
std::string jaas_attribute(const std::string& jaas, const std::string& name, bool& found);

/// The names of its attributes that begin with `prefix`.
std::vector<std::string> jaas_names(const std::string& jaas, const std::string& prefix);

/// A text that changes when one of these files is replaced, written or removed. Reads no contents.
std::string fingerprint(const std::vector<std::string>& paths);

}  // namespace kamel::kafka
