// Watch: the kernel's notifications (inotify) of what happens to the files below a directory.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "dsl/error.h"

namespace kamel::connectors {

struct FileEvent {
  std::string_view type;  // CREATE, MODIFY, DELETE
  std::string relative;   // below the directory
};

/// Not for two threads at once.
class Watch {
 public:
  /// `hashes`: a file whose content is what it was is not modified.
  Watch(std::string directory, bool recursive, bool hashes) : directory_(std::move(directory)), recursive_(recursive), hashes_(hashes) {}
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// What is there now is no event. Blocks.
  Result<> open();
  /// Readable when `take` has something to do. -1 before `open`.
  int descriptor() const noexcept { return fd_; }
  /// What has happened. Reads directories and, for hashes, files: off the worker. `overflowed`: the kernel has dropped some.
  std::vector<FileEvent> take(bool& overflowed);

 private:
  void add(const std::string& relative, std::vector<FileEvent>* found);
  void take_one(int id, std::uint32_t mask, const std::string& name, std::vector<FileEvent>& out);
  void take_directory(std::uint32_t mask, const std::string& relative, std::vector<FileEvent>& out);
  void forget(const std::string& relative);
  bool note(const std::string& relative);
  std::string path(const std::string& relative) const { return relative.empty() ? directory_ : directory_ + "/" + relative; }

  const std::string directory_;
  const bool recursive_, hashes_;
  int fd_ = -1;
  std::unordered_map<int, std::string> folders_;              // by inotify's number: relative paths
  std::unordered_map<std::string, std::uint64_t> contents_;   // hashes of the files that are known
};

}  // namespace kamel::connectors
