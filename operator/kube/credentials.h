// Credentials: what is shown to the API server with each request, renewed in time.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "operator/kube/access.h"

namespace kamel::kube {

/// What one request needs.
struct Credential {
  std::string token, certificate, key;
};

/// Runs a plugin and takes what it prints: a token or a certificate, and until when. Blocks until it ends.
struct ExecCredential {
  Credential credential;
  std::chrono::system_clock::time_point expires = std::chrono::system_clock::time_point::max();
};
Outcome<ExecCredential> run_plugin(const ExecPlugin& plugin);

/// Any thread.
class Credentials {
 public:
  explicit Credentials(const Access& access) : access_(access) {}
  /// Reads the token file again after a minute; asks the plugin again shortly before what it gave expires.
  Outcome<Credential> current();
  /// What was given was refused: the next call asks anew.
  void refused();

 private:
  Outcome<> renew();
  const Access& access_;
  std::mutex mutex_;
  Credential credential_;
  std::chrono::system_clock::time_point until_{};
};

}  // namespace kamel::kube
