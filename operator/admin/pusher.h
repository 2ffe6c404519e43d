// Pusher: sends programs to pods, all of them at once.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "operator/admin/certificates.h"
#include "operator/admin/wire.h"

namespace kamel::cluster {

/// Where a pod's admin port is.
struct Pod {
  std::string name;
  std::string address;      // "10.1.2.3:9443", "[fd00::1]:9443"
  std::string server_name;  // that its certificate is for
};

/// What became of one push.
struct Delivery {
  Pod pod;
  long status = 0;      // 200: it runs; 409: it has a later one; 422: it cannot run it; 0: it did not answer
  std::string problem;  // for people; "" with 200
  Receipt receipt;      // where it answered
  std::chrono::microseconds took{0};
  bool reused = false;  // the connection of an earlier push
};

/// Any thread. Connections to pods are kept.
class Pusher {
 public:
  /// `authority` is the certificate that pods' certificates must be signed with; `client` is what they see of us.
  Pusher(std::string authority, KeyPair client) : authority_(std::move(authority)), client_(std::move(client)) {}
  ~Pusher();
  Pusher(const Pusher&) = delete;
  Pusher& operator=(const Pusher&) = delete;

  /// Blocks until every pod has answered or its time is over: `connect` to be there at all, `limit` for all of it.
  std::vector<Delivery> push(const std::string& body, const std::vector<Pod>& pods, std::chrono::milliseconds connect, std::chrono::milliseconds limit);

 private:
  struct CloseCurl {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
  };
  using Multi = std::unique_ptr<CURLM, CloseCurl>;
  Multi take();
  void give_back(Multi multi);
  void prepare(CURL* curl, const std::string& body) const;

  const std::string authority_;
  const KeyPair client_;
  std::mutex mutex_;
  std::vector<Multi> idle_;  // each with its connections
};

}  // namespace kamel::cluster
