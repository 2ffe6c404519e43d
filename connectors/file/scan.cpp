#include "connectors/file/scan.h"

#include <re2/re2.h>
#include <sys/stat.h>

#include <algorithm>
#include <cctype>

namespace kamel::connectors {
namespace fs = std::filesystem;
namespace {

bool ends_with_any(const std::vector<std::string>& extensions, const std::string& lower_name) {
  return std::ranges::any_of(extensions, [&](const std::string& extension) { return lower_name.ends_with("." + extension); });
}

bool any_of(const std::vector<std::shared_ptr<const re2::RE2>>& patterns, const std::string& path) {
  return std::ranges::any_of(patterns, [&](const auto& pattern) { return RE2::FullMatch(path, *pattern); });
}

void replace_all(std::string& text, std::string_view what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
}

// Whether `name` is what `pattern` says of some file: a done file is no message of its own. Its static part is a prefix or a suffix.
bool is_done_file(std::string pattern, const std::string& name) {
  const auto dynamic = pattern.find("${");
  if (dynamic == std::string::npos) return pattern == name;
  for (const std::string_view part : {"${file:name}", "${file:name.noext}"}) {
    if (const auto at = pattern.find(part); at != std::string::npos) pattern.erase(at, part.size());
  }
  return dynamic > 0 ? name.starts_with(pattern) : name.ends_with(pattern);
}

class Walk {
 public:
  Walk(const FileFilter& filter, std::vector<FileEntry>& found) : filter_(filter), found_(found), absolute_(filter.directory.starts_with("/")) {}

  void directory(const std::string& below, std::int64_t depth) {
    std::error_code failed;
    std::vector<fs::directory_entry> entries;
    const std::string path = below.empty() ? filter_.directory : filter_.directory + "/" + below;
    for (fs::directory_iterator it(path, failed), end; !failed && it != end; it.increment(failed)) entries.push_back(*it);
    std::ranges::sort(entries, {}, [](const fs::directory_entry& entry) { return entry.path().filename().string(); });
    for (const auto& entry : entries) {
      const std::string name = entry.path().filename().string();
      const std::string relative = below.empty() ? name : below + "/" + name;
      if (entry.is_directory(failed)) {
        if (filter_.recursive && depth < filter_.max_depth && enters(name)) directory(relative, depth + 1);
      } else if (depth >= filter_.min_depth) {
        file(relative);
      }
    }
  }

 private:
  // Where processed files go by default is never looked into.
  bool enters(const std::string& name) const { return !name.starts_with(".") || (filter_.hidden_directories && name != ".camel"); }
  void file(const std::string& relative) {
    FileEntry entry{.path = filter_.directory + "/" + relative, .relative = relative, .absolute = absolute_};
    struct stat info {};
    if (::stat(entry.path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return;
    entry.size = info.st_size;
    entry.modified_ms = static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1000 + info.st_mtim.tv_nsec / 1000000;
    if (filter_.takes(entry)) found_.push_back(std::move(entry));
  }

  const FileFilter& filter_;
  std::vector<FileEntry>& found_;
  bool absolute_;
};

}  // namespace

bool FileFilter::takes(const FileEntry& entry) const {
  const std::string name = entry.only_name();
  if (name.ends_with(".camelLock") || (!hidden_files && name.starts_with("."))) return false;
  if (!ant_exclude.empty() && any_of(ant_exclude, entry.relative)) return false;
  if (!ant_include.empty() && !any_of(ant_include, entry.relative)) return false;
  if (exclude && RE2::FullMatch(name, *exclude)) return false;
  if (include && !RE2::FullMatch(name, *include)) return false;
  std::string lower = name;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (ends_with_any(exclude_ext, lower) || (!include_ext.empty() && !ends_with_any(include_ext, lower))) return false;
  std::error_code failed;
  return done_file.empty() || (!is_done_file(done_file, name) && fs::exists(done_file_of(done_file, entry), failed));
}

std::string done_file_of(const std::string& pattern, const FileEntry& entry) {
  std::string name = pattern;
  const std::string only = entry.only_name();
  replace_all(name, "${file:name.noext}", only.substr(0, only.rfind('.')));
  replace_all(name, "${file:name}", only);
  replace_all(name, "$simple{file:name}", only);
  return entry.parent() + "/" + name;
}

std::string ant_regex(std::string_view pattern) {
  std::string regex;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern.substr(i).starts_with("**/")) {
      regex += "(?:.*/)?";
      i += 2;
    } else if (pattern.substr(i).starts_with("**")) {
      regex += ".*";
      ++i;
    } else if (pattern[i] == '*') {
      regex += "[^/]*";
    } else if (pattern[i] == '?') {
      regex += "[^/]";
    } else {
      regex += RE2::QuoteMeta(pattern.substr(i, 1));
    }
  }
  return regex;
}

std::vector<FileEntry> scan(const FileFilter& filter) {
  std::vector<FileEntry> found;
  Walk(filter, found).directory("", 1);
  return found;
}

}  // namespace kamel::connectors
