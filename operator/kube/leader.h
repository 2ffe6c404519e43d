// Leader: one of several operators works, the others wait; a Lease says which.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>

#include "operator/kube/client.h"

namespace kamel::kube {

struct LeaderOptions {
  Key lease;
  std::string identity;                         // of this process: its pod's name, and something that no other has
  std::chrono::milliseconds duration{15'000};   // after which silence of the holder lets others in
  std::chrono::milliseconds renew{10'000};      // by when a renewal must have gone through, whether or not the server answers
  std::chrono::milliseconds retry{2'000};
};

/// The same Lease as client-go's, so that either side respects the other.
class Leader {
 public:
  Leader(Client& client, LeaderOptions options) : client_(client), options_(std::move(options)) {}

  /// Blocks until this process holds the lease; false when stopped first.
  bool acquire(std::stop_token stop);
  /// Renews until stopped, or until the lease is lost: then false, and the process must do nothing more.
  bool hold(std::stop_token stop);
  /// Lets the next one in at once.
  void release();

 private:
  bool try_once(std::chrono::milliseconds limit);
  Object spec(const Object& before) const;

  Client& client_;
  const LeaderOptions options_;
  std::string seen_;  // the lease as seen last, and when by our own clock: the clocks of others are not trusted
  std::chrono::steady_clock::time_point seen_at_{};
};

}  // namespace kamel::kube
