#include "kamel-cli/dev/watcher.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace fs = std::filesystem;

namespace kamel::cli {
namespace {

// Not IN_MODIFY: a file is looked at when its writer has closed it. IN_CREATE is for links only.
constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF;

bool readable(int fd, std::chrono::milliseconds wait) {
  pollfd entry{fd, POLLIN, 0};
  return poll(&entry, 1, static_cast<int>(wait.count())) > 0;
}

}  // namespace

Watcher::Watcher(std::vector<std::string> named) : fd_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  for (const std::string& file : named) named_.push_back(fs::path(file).lexically_normal().string());
}

Watcher::~Watcher() {
  if (fd_ >= 0) close(fd_);
}

void Watcher::watch(const std::vector<std::string>& folders) {
  if (fd_ < 0) return;
  for (const std::string& folder : folders) {
    if (const int watch = inotify_add_watch(fd_, folder.c_str(), kEvents); watch >= 0) folders_[watch] = folder;
  }
}

bool Watcher::matters(int watch, const std::string& name) const {
  if (name.starts_with("..data")) return true;  // how Kubernetes changes a mounted ConfigMap
  if (name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".properties")) return !name.starts_with('.');
  const auto folder = folders_.find(watch);
  if (folder == folders_.end()) return false;
  const std::string path = (folder->second == "." ? fs::path(name) : fs::path(folder->second) / name).lexically_normal().string();
  return std::ranges::find(named_, path) != named_.end();
}

bool Watcher::take_ready() {
  bool any = false;
  alignas(inotify_event) std::array<char, 16384> buffer;
  for (ssize_t size = read(fd_, buffer.data(), buffer.size()); size > 0; size = read(fd_, buffer.data(), buffer.size())) {
    for (ssize_t at = 0; at < size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
      const std::string name = event->len != 0 ? event->name : "";
      if ((event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_Q_OVERFLOW)) != 0) any = true;
      // A new file is empty still and is told again when it is closed; a new link is complete.
      const bool created = (event->mask & IN_CREATE) != 0;
      const auto folder = folders_.find(event->wd);
      std::error_code ignored;
      if (created && folder != folders_.end() && !fs::is_symlink(fs::path(folder->second) / name, ignored)) continue;
      any = any || matters(event->wd, name);
    }
  }
  return any;
}

bool Watcher::take(std::chrono::milliseconds quiet) {
  bool any = take_ready();
  constexpr int kMostRounds = 50;  // a folder that never comes to rest is still looked at
  for (int round = 0; any && round < kMostRounds && readable(fd_, quiet); ++round) any = take_ready() || any;
  return any;
}

}  // namespace kamel::cli
