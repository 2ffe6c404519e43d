// An API server that says what a test tells it to.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "operator/kube/access.h"

namespace kamel::kube::test {

struct Asked {
  std::string method, target, body, content_type, authorization;
};
struct Answer {
  unsigned status = 200;
  std::string body;
  std::vector<std::string> lines = {};  // of a watch: sent one by one, then the connection stays open until the test ends
  bool hang_up = false;                 // after the lines
};

/// One thread a connection. The answer is asked for under a lock.
class FakeApi {
 public:
  explicit FakeApi(std::function<Answer(const Asked&)> answer) : answer_(std::move(answer)) {
    thread_ = std::jthread([this] { accept(); });
  }
  ~FakeApi() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
      changed_.notify_all();
      for (const auto& socket : sockets_) ::shutdown(socket->native_handle(), SHUT_RDWR);
    }
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
    thread_.join();
    connections_.clear();
  }
  Access access() const {
    Access out;
    out.server = "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
    return out;
  }
  std::vector<Asked> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }
  /// Waits until so many requests have come whose target has `part`.
  bool wait_for(const std::string& part, std::size_t count) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] {
      return static_cast<std::size_t>(std::count_if(asked_.begin(), asked_.end(), [&](const Asked& one) { return one.target.find(part) != std::string::npos; })) >= count;
    });
  }

 private:
  using Socket = boost::asio::ip::tcp::socket;
  void accept() {
    for (;;) {
      boost::system::error_code error;
      auto socket = std::make_shared<Socket>(io_);
      acceptor_.accept(*socket, error);
      const std::lock_guard lock(mutex_);
      if (over_ || error) return;
      sockets_.push_back(socket);
      connections_.emplace_back([this, socket] { serve(*socket); });
    }
  }
  void serve(Socket& socket) {
    namespace http = boost::beast::http;
    boost::beast::flat_buffer buffer;
    for (;;) {
      boost::system::error_code error;
      http::request<http::string_body> request;
      http::read(socket, buffer, request, error);
      if (error) return;
      const auto text = [](auto view) { return std::string(view.data(), view.size()); };
      Answer answer;
      {
        const std::lock_guard lock(mutex_);
        asked_.push_back({text(request.method_string()), text(request.target()), request.body(), text(request[http::field::content_type]),
                          text(request[http::field::authorization])});
        answer = answer_(asked_.back());
        changed_.notify_all();
      }
      std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " X\r\n";
      if (answer.lines.empty()) head += "Content-Length: " + std::to_string(answer.body.size()) + "\r\n\r\n" + answer.body;
      else head += "Connection: close\r\n\r\n";
      for (const std::string& line : answer.lines) head += line + "\n";
      boost::asio::write(socket, boost::asio::buffer(head), error);
      if (answer.lines.empty()) continue;
      if (!answer.hang_up) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return over_; });
      }
      socket.shutdown(Socket::shutdown_both, error);
      return;
    }
  }

  std::function<Answer(const Asked&)> answer_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::vector<Asked> asked_;
  std::vector<std::shared_ptr<Socket>> sockets_;
  bool over_ = false;
  std::vector<std::jthread> connections_;
  std::jthread thread_;
};

}  // namespace kamel::kube::test
