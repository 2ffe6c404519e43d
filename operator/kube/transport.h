// Transport: HTTP to the API server over libcurl, with connections kept.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "operator/kube/credentials.h"

namespace kamel::kube {

struct Request {
  std::string method = "GET";
  std::string path = {};  // with its query
  std::string body = {};
  std::string content_type = "application/json";
  std::chrono::milliseconds timeout{30'000};
};

struct Reply {
  long status = 0;
  std::string body;
};

/// Any thread; each request takes a connection that nobody uses, or makes one.
class Transport {
 public:
  explicit Transport(Access access);
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// Blocks. Every status is a reply; only silence is a failure. A 401 asks for credentials anew, once.
  Outcome<Reply> send(const Request& request);
  /// Blocks while the server goes on sending: each line goes to `line` at once. Ends with the server's end, or within a second of `stop`,
  /// or when nothing at all came for `silence`. The status; 0 when stopped. The body of a refusal is in `refusal`.
  Outcome<long> stream(const Request& request, const std::function<void(std::string_view)>& line, std::stop_token stop, std::chrono::seconds silence,
                       std::string& refusal);

  const Access& access() const noexcept { return access_; }

 private:
  struct CloseCurl {
    void operator()(CURL* curl) const noexcept { curl_easy_cleanup(curl); }
  };
  using Handle = std::unique_ptr<CURL, CloseCurl>;
  Handle take();
  void give_back(Handle handle);
  Outcome<Reply> send_once(const Request& request);

  const Access access_;
  Credentials credentials_{access_};
  std::mutex mutex_;
  std::vector<Handle> idle_;
};

}  // namespace kamel::kube
