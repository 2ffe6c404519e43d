#include "connectors/file_watch/watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

namespace kamel::connectors {
namespace {

namespace fs = std::filesystem;
constexpr std::uint32_t kWanted = IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_FROM | IN_ONLYDIR;

constexpr std::uint64_t kNothing = 0;  // the hash of an empty file

/// Nothing for a file that cannot be read: it has gone, which is another event.
std::optional<std::uint64_t> hash_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::array<char, 64 * 1024> piece;
  std::uint64_t hash = kNothing;
  while (file) {
    file.read(piece.data(), piece.size());
    const auto got = static_cast<std::size_t>(file.gcount());
    if (got != 0) hash = hash * 31 + std::hash<std::string_view>()({piece.data(), got});
  }
  return hash;
}

}  // namespace

Watch::~Watch() {
  if (fd_ >= 0) ::close(fd_);
}

Result<> Watch::open() {
  fd_ = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (fd_ < 0) return Error("java.io.IOException", std::string("inotify: ") + std::strerror(errno));
  add("", nullptr);
  if (folders_.empty()) return Error("java.io.IOException", directory_ + " cannot be watched: " + std::strerror(errno));
  return {};
}

/// A directory, and those below it. `found`: their entries are new.
void Watch::add(const std::string& relative, std::vector<FileEvent>* found) {
  const int id = ::inotify_add_watch(fd_, path(relative).c_str(), kWanted);
  if (id < 0) return;
  folders_[id] = relative;
  std::error_code ignored;
  for (fs::directory_iterator entry(path(relative), ignored), end; entry != end; entry.increment(ignored)) {
    const std::string name = (relative.empty() ? "" : relative + "/") + entry->path().filename().string();
    const bool folder = entry->is_directory(ignored) && !entry->is_symlink(ignored);
    if (!folder) note(name);
    if (found != nullptr) found->push_back({"CREATE", name});
    if (folder && recursive_) add(name, found);
  }
}

/// Whether its content is another one than before.
bool Watch::note(const std::string& relative) {
  const auto now = hashes_ ? hash_of(path(relative)) : kNothing;
  if (!now) return false;
  const auto [known, first] = contents_.try_emplace(relative, *now);
  return first || std::exchange(known->second, *now) != *now || !hashes_;
}

std::vector<FileEvent> Watch::take(bool& overflowed) {
  alignas(inotify_event) std::array<char, 16 * 1024> buffer;
  const ssize_t got = ::read(fd_, buffer.data(), buffer.size());
  std::vector<FileEvent> out;
  for (ssize_t at = 0; at < got;) {
    const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
    if ((event->mask & IN_Q_OVERFLOW) != 0) overflowed = true;
    take_one(event->wd, event->mask, event->len != 0 ? event->name : "", out);
    at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
  }
  return out;
}

void Watch::take_one(int id, std::uint32_t mask, const std::string& name, std::vector<FileEvent>& out) {
  const auto folder = folders_.find(id);
  if (folder == folders_.end()) return;
  if ((mask & IN_IGNORED) != 0) return static_cast<void>(folders_.erase(folder));
  if (name.empty()) return;
  const std::string relative = (folder->second.empty() ? "" : folder->second + "/") + name;
  if ((mask & IN_ISDIR) != 0) return take_directory(mask, relative, out);
  if ((mask & (IN_DELETE | IN_MOVED_FROM)) != 0) {
    contents_.erase(relative);
    out.push_back({"DELETE", relative});
  } else if ((mask & IN_MOVED_TO) != 0) {
    note(relative);
    out.push_back({"CREATE", relative});
  } else if ((mask & IN_CREATE) != 0) {
    // What was found with its new folder is known already. Otherwise it was empty at that moment, whatever is in it by now: of that the end of the writing tells.
    if (contents_.try_emplace(relative, kNothing).second) out.push_back({"CREATE", relative});
  } else if (note(relative)) {
    out.push_back({"MODIFY", relative});
  }
}

void Watch::take_directory(std::uint32_t mask, const std::string& relative, std::vector<FileEvent>& out) {
  const bool known = std::ranges::any_of(folders_, [&](const auto& folder) { return folder.second == relative; });
  if ((mask & (IN_CREATE | IN_MOVED_TO)) != 0) {
    if (known) return;  // found with the one that it is in
    out.push_back({"CREATE", relative});
    if (recursive_) add(relative, &out);
  } else if ((mask & (IN_DELETE | IN_MOVED_FROM)) != 0) {
    out.push_back({"DELETE", relative});
    forget(relative);
  }
}

/// A directory that went elsewhere is watched no more.
void Watch::forget(const std::string& relative) {
  const auto below = [&](const std::string& name) { return name == relative || name.starts_with(relative + "/"); };
  for (auto folder = folders_.begin(); folder != folders_.end();) {
    if (below(folder->second)) {
      ::inotify_rm_watch(fd_, folder->first);
      folder = folders_.erase(folder);
    } else {
      ++folder;
    }
  }
  std::erase_if(contents_, [&](const auto& entry) { return below(entry.first); });
}

}  // namespace kamel::connectors
