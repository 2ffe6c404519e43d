// Call: one exchange's request, tried again where that may help.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "connectors/http/client.h"
#include "connectors/http/request_line.h"
#include "connectors/http/transfers.h"

namespace kamel::http {

class Call final : public Transfer {
 public:
  /// `source`: the body, where it is none of the message's bytes.
  Call(const HttpProducer& producer, Exchange& exchange, std::shared_ptr<Feed> source);
  /// Sets everything up; fails before anything is sent.
  Result<> prepare(const std::string& token);
  void finished(CURLcode code) override;

 private:
  struct Again {};
  Call(Again, Call& before);  // the same request once more
  Result<> set_method();
  Result<> set_body(std::string& content_type);
  Result<> set_headers(std::string_view content_type);
  Result<> set_message_headers(bool& accept, bool& agent);
  Result<> set_connection(const std::string& token);
  void set_credentials(const std::string& token);
  bool tries_again(CURLcode code, int status);
  void try_again(std::chrono::milliseconds pause);
  std::chrono::milliseconds pause_of(CURLcode code) const;
  template <class T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(easy.get(), option, value);
  }
  const ClientOptions& options() const { return producer_.options(); }

  const HttpProducer& producer_;
  Exchange& exchange_;
  Transfers& transfers_;
  RequestLine line_;
  std::shared_ptr<Feed> source_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  int tries_ = 1;
  bool recyclable_ = true;  // libcurl 7.88 goes on keeping cookies under a custom Host after a reset of the handle
};

}  // namespace kamel::http
