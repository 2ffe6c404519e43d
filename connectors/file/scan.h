// The scan of a directory for files to consume.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/file/body.h"

namespace re2 {
class RE2;
}

namespace kamel::connectors {

/// Which files of a directory are meant.
struct FileFilter {
  std::string directory;
  bool recursive = false, hidden_files = false, hidden_directories = false;
  std::int64_t min_depth = 0, max_depth = INT32_MAX;
  std::shared_ptr<const re2::RE2> include, exclude;  // of the name alone
  std::vector<std::shared_ptr<const re2::RE2>> ant_include, ant_exclude;  // of the relative path
  std::vector<std::string> include_ext, exclude_ext;  // lower case
  std::string done_file;  // with ${file:name} and ${file:name.noext}; "": none is waited for

  bool takes(const FileEntry& entry) const;
};

/// All files that the filter takes, by relative path. Blocks: off the worker.
std::vector<FileEntry> scan(const FileFilter& filter);
/// The path of the file whose presence says that `entry` is complete.
std::string done_file_of(const std::string& pattern, const FileEntry& entry);
/// An Ant path pattern as a regular expression.
std::string ant_regex(std::string_view pattern);

}  // namespace kamel::connectors
