// KeySource: where the keys that verify tokens come from, kept fresh.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "connectors/http/jwt.h"

namespace kamel::http {

/// A file, looked at when it may have changed, or a URL (a JWKS endpoint), fetched on a thread of its own: every five minutes, and when a token names an
/// unknown key, at most every ten seconds. Keys that cannot be read leave those before in place. Any thread.
class KeySource {
 public:
  using Report = std::function<void(const std::string&)>;
  KeySource(std::string place, std::string password, Report report);
  ~KeySource();
  KeySource(const KeySource&) = delete;
  KeySource& operator=(const KeySource&) = delete;
  /// Reads them once; for a URL waits at most five seconds. A URL that does not answer yet is no failure: it is asked again.
  Result<> start();
  std::shared_ptr<const VerificationKeys> keys();
  /// A token could not be verified with these: perhaps there are new ones.
  void refresh_soon();

 private:
  bool is_url() const { return place_.starts_with("http://") || place_.starts_with("https://"); }
  Result<> load();
  void keep_fetching();
  std::string file_mark() const;

  const std::string place_, password_;
  const Report report_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::shared_ptr<const VerificationKeys> keys_;
  std::string mark_;  // of the file as it was read
  std::chrono::steady_clock::time_point looked_{};
  bool wanted_ = false, stopping_ = false;
  std::thread fetcher_;
};

}  // namespace kamel::http
