// A client that sends exactly the bytes it is told to, for tests of HTTP servers.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace kamel::tests {

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    timeval patience{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { ::close(fd_); }

  bool connected() const { return connected_; }
  /// Whether the peer took all of it.
  bool send(std::string_view text) {
    while (!text.empty()) {
      const auto sent = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(fd_, SHUT_WR); }
  /// One more piece of what comes; "" at the end of the stream, or when nothing came for 10 s.
  std::string receive_some() {
    char bytes[65536];
    const auto got = ::recv(fd_, bytes, sizeof bytes, 0);
    return got > 0 ? std::string(bytes, static_cast<std::size_t>(got)) : std::string();
  }
  /// All that comes until the peer closes.
  std::string receive_all() {
    std::string all = std::move(rest_), piece;
    while (!(piece = receive_some()).empty()) all += piece;
    return all;
  }
  /// One answer with a content-length (or without a body).
  std::string receive_answer(bool head = false) {
    while (true) {
      const std::size_t header = rest_.find("\r\n\r\n");
      if (header != std::string::npos) {
        std::size_t length = 0;
        if (const std::size_t at = rest_.find("content-length: "); at < header && !head) length = std::stoul(rest_.substr(at + 16));
        if (rest_.size() >= header + 4 + length) {
          std::string answer = rest_.substr(0, header + 4 + length);
          rest_.erase(0, answer.size());
          return answer;
        }
      }
      const std::string piece = receive_some();
      if (piece.empty()) return std::exchange(rest_, {});
      rest_ += piece;
    }
  }
  std::string ask(std::string_view request) {
    send(request);
    return receive_answer();
  }

 private:
  int fd_;
  bool connected_ = false;
  std::string rest_;
};

}  // namespace kamel::tests
