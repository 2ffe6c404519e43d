// A small HTTP client for the commands: fetches sources, feeds cases.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/error.h"

namespace kamel::cli {

struct HttpCall {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;  // sent as they are; an empty value takes one of libcurl's own away
  std::string body;
  bool has_body = false;
  bool follow_redirects = false;
  std::chrono::milliseconds timeout{10000};
};

struct HttpReply {
  long status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // lower-case names, in the order they came
  std::string body;
};

/// Blocks. Fails with java.net.ConnectException, java.net.http.HttpTimeoutException or java.io.IOException.
Result<HttpReply> request(const HttpCall& call);

/// The text behind an http(s) URL. A page of a file on GitHub stands for the file itself.
Result<std::string> fetch(const std::string& url);

/// Whether an argument is a URL that `fetch` takes.
bool is_url(std::string_view text) noexcept;

}  // namespace kamel::cli
