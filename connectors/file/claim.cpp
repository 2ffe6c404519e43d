#include "connectors/file/claim.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

namespace kamel::connectors {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;

bool look(FileEntry& entry) {
  struct stat info {};
  if (::stat(entry.path.c_str(), &info) != 0) return false;
  entry.size = info.st_size;
  entry.modified_ms = static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1000 + info.st_mtim.tv_nsec / 1000000;
  return true;
}

std::int64_t wall_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// Unchanged for one interval, long enough and old enough.
bool settled_down(FileEntry& entry, const ReadLock& lock) {
  const auto until = Clock::now() + lock.timeout;
  FileEntry before = entry;
  before.size = -1;
  for (;;) {
    if (!look(entry)) return false;
    const bool same = entry.size == before.size && entry.modified_ms == before.modified_ms;
    if (same && entry.size >= lock.min_length && wall_ms() - entry.modified_ms >= lock.min_age.count()) return true;
    // An old file need not be watched: it has been the same all the time.
    if (entry.size >= lock.min_length && lock.min_age.count() > 0 && wall_ms() - entry.modified_ms >= lock.min_age.count() + lock.interval.count()) return true;
    if (lock.timeout.count() > 0 && Clock::now() + lock.interval > until) return false;
    before = entry;
    std::this_thread::sleep_for(lock.interval);
  }
}

bool renamed_and_back(const FileEntry& entry) {
  const std::string other = entry.path + ".camelExclusiveReadLock";
  return std::rename(entry.path.c_str(), other.c_str()) == 0 && std::rename(other.c_str(), entry.path.c_str()) == 0;
}

}  // namespace

Held::~Held() {
  if (locked_ >= 0) ::close(locked_);
  if (!marker_.empty()) ::unlink(marker_.c_str());
}

std::unique_ptr<Held> hold(FileEntry& entry, const ReadLock& lock) {
  auto held = std::make_unique<Held>();
  if (lock.kind == ReadLock::Kind::None) return look(entry) ? std::move(held) : nullptr;
  if (lock.kind == ReadLock::Kind::MarkerFile || lock.marker) {
    const std::string marker = entry.path + ".camelLock";
    const int made = ::open(marker.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
    if (made < 0) return nullptr;
    ::close(made);
    held->marker_ = marker;
  }
  if (!look(entry)) return nullptr;
  if (lock.kind == ReadLock::Kind::Changed && !settled_down(entry, lock)) return nullptr;
  if (lock.kind == ReadLock::Kind::Rename && !renamed_and_back(entry)) return nullptr;
  if (lock.kind == ReadLock::Kind::FileLock) {
    held->locked_ = ::open(entry.path.c_str(), O_RDWR | O_CLOEXEC);
    if (held->locked_ < 0 || ::flock(held->locked_, LOCK_EX | LOCK_NB) != 0) return nullptr;
  }
  return held;
}

void remove_orphans(const std::string& directory) {
  std::error_code failed;
  for (fs::recursive_directory_iterator it(directory, failed), end; !failed && it != end; it.increment(failed)) {
    if (it->path().extension() == ".camelLock") fs::remove(it->path(), failed);
  }
}

}  // namespace kamel::connectors
