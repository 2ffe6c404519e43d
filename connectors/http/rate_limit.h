// RateLimit: how many requests a second a client's address may make.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "connectors/http/server.h"

namespace kamel::http {

/// A bucket of tokens for each address. Any thread.
class RateLimit {
 public:
  /// camel.server.maxRequestsPerSecond, camel.server.requestBurst (the same number when it is not said); nullptr: no limit.
  static Result<std::unique_ptr<RateLimit>> of(const Context& context);
  RateLimit(double per_second, double burst) : per_second_(per_second), burst_(burst) {}
  bool admit(const Peer& peer, std::chrono::steady_clock::time_point now);

 private:
  struct Bucket {
    double tokens;
    std::chrono::steady_clock::time_point filled;
  };
  void forget_full(std::chrono::steady_clock::time_point now);
  const double per_second_, burst_;
  std::mutex mutex_;  // guards buckets_
  std::unordered_map<std::uint32_t, Bucket> buckets_;
};

}  // namespace kamel::http
