// Having a file for oneself while it is processed: the read locks of the file consumer.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "connectors/file/body.h"

namespace kamel::connectors {

struct ReadLock {
  enum class Kind : std::uint8_t { None, MarkerFile, FileLock, Rename, Changed };
  Kind kind = Kind::None;
  bool marker = true;  // the others make a marker file as well
  std::chrono::milliseconds interval{1000};
  std::chrono::milliseconds timeout{10000};
  std::chrono::milliseconds min_age{0};
  std::int64_t min_length = 1;
};

/// A file that is held. Releasing it takes the marker away and unlocks.
class Held {
 public:
  Held() = default;
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held();
  /// The marker file beside it; empty: none.
  const std::string& marker() const noexcept { return marker_; }
  /// Whether the operating system's lock is held.
  bool locked() const noexcept { return locked_ >= 0; }

 private:
  friend std::unique_ptr<Held> hold(FileEntry& entry, const ReadLock& lock);
  std::string marker_;
  int locked_ = -1;
};

/// Holds a file; nullptr when somebody else has it, or still writes it. Brings size and time of `entry` up to date. Blocks.
std::unique_ptr<Held> hold(FileEntry& entry, const ReadLock& lock);
/// Removes the markers that a process left behind which is no more. Blocks.
void remove_orphans(const std::string& directory);

}  // namespace kamel::connectors
