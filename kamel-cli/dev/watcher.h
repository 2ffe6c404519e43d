// Watcher: tells when a save has changed something that routes are made of.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace kamel::cli {

/// Watches folders, not files, by inotify: editors that save by renaming, new files and deleted ones are all seen.
/// One thread only.
class Watcher {
 public:
  /// `named` are files that count whatever their names end with.
  explicit Watcher(std::vector<std::string> named);
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  /// Becomes readable with each event; -1 where the system has no inotify left.
  int fd() const noexcept { return fd_; }
  /// Watches these, too. May be called with the same folders again; one that was deleted and made anew is found again.
  void watch(const std::vector<std::string>& folders);
  /// Takes the events that are there; whether one of them matters. Then waits until nothing more comes for `quiet`, so that a save of
  /// several files is one change.
  bool take(std::chrono::milliseconds quiet);

 private:
  bool take_ready();
  bool matters(int watch, const std::string& name) const;
  int fd_;
  std::vector<std::string> named_;
  std::map<int, std::string> folders_;
};

}  // namespace kamel::cli
