// An HTTP server for tests of clients: remembers what it was asked, and answers by the path.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace kamel::tests {

/// One thread for each connection. /status/N answers N (302 leads to /moved), /hang never, /close hangs up, /short breaks off, /token gives
/// an OAuth2 token, /cookie sets one, /list a header that is a list, /busy/N says 503 (or /busy429/N 429) N times and Retry-After: 0, /lost/N hangs up N times,
/// /digest and /basic ask who it is, /long/N has N bytes; everything else "hello".
class ScriptedServer {
 public:
  struct Request {
    std::string line, head, body;
    /// "-" when there is no such header.
    std::string header(const std::string& name) const {
      const auto at = head.find("\r\n" + name + ":");
      if (at == std::string::npos) return "-";
      const auto from = head.find_first_not_of(' ', at + name.size() + 3);
      return head.substr(from, head.find("\r\n", from) - from);
    }
  };

  ScriptedServer() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::listen(listener_, 128);
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept(); });
  }
  ~ScriptedServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    for (const int fd : sockets_) ::shutdown(fd, SHUT_RDWR);
    for (std::thread& thread : threads_) thread.join();
    for (const int fd : sockets_) ::close(fd);
  }
  std::uint16_t port() const { return port_; }
  std::size_t requests() {
    const std::lock_guard lock(mutex_);
    return requests_.size();
  }
  std::size_t connections() const { return connections_; }
  const Request& request(std::size_t i) {
    const std::lock_guard lock(mutex_);
    if (i >= requests_.size()) throw std::out_of_range("no such request");
    auto at = requests_.begin();
    std::advance(at, i);
    return *at;
  }

 private:
  void accept() {
    while (true) {
      const int fd = ::accept(listener_, nullptr, nullptr);
      if (fd < 0) return;
      ++connections_;
      sockets_.push_back(fd);
      threads_.emplace_back([this, fd] {
        std::string rest;
        while (serve(fd, rest)) {
        }
        ::shutdown(fd, SHUT_RDWR);
      });
    }
  }

  static bool receive(int fd, std::string& rest) {
    char bytes[16384];
    const auto got = ::recv(fd, bytes, sizeof bytes, 0);
    if (got > 0) rest.append(bytes, static_cast<std::size_t>(got));
    return got > 0;
  }

  bool serve(int fd, std::string& rest) {
    while (rest.find("\r\n\r\n") == std::string::npos) {
      if (!receive(fd, rest)) return false;
      if (rest.starts_with('\x16')) {  // somebody wants to speak TLS
        ::send(fd, "no\r\n", 4, MSG_NOSIGNAL);
        return false;
      }
    }
    Request request;
    const std::size_t end = rest.find("\r\n\r\n") + 4;
    request.head = rest.substr(0, end);
    request.line = rest.substr(0, rest.find("\r\n"));
    const std::string length = request.header("Content-Length");
    const std::size_t size = length == "-" ? 0 : std::stoul(length);
    while (rest.size() < end + size) {
      if (!receive(fd, rest)) return false;
    }
    request.body = rest.substr(end, size);
    rest.erase(0, end + size);
    const std::string path = request.line.substr(request.line.find(' ') + 1);
    const bool head = request.line.starts_with("HEAD");
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(std::move(request));
    }
    if (path.starts_with("/long/")) return send_long(fd, std::stoul(path.substr(6)));
    const std::string answer = request_is_known(path) ? answer_to(path, head) : challenge(path);
    ::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
    return !answer.empty() && !path.starts_with("/short");
  }

  bool request_is_known(const std::string& path) {
    const std::lock_guard lock(mutex_);
    return !(path.starts_with("/digest") || path.starts_with("/basic")) || requests_.back().header("Authorization") != "-";
  }
  static std::string challenge(const std::string& path) {
    const std::string how = path.starts_with("/basic") ? "Basic realm=\"r\"" : "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"";
    return "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: " + how + "\r\nContent-Length: 0\r\n\r\n";
  }
  /// Whether the path has been asked for at most as often as the number at its end.
  bool is_early(std::string path) {
    const std::lock_guard lock(mutex_);
    path.resize(path.find(' '));
    std::size_t asked = 0;
    for (const Request& request : requests_) asked += request.line.find(" " + path + " ") != std::string::npos ? 1 : 0;
    return asked <= std::stoul(path.substr(path.rfind('/') + 1));
  }
  static bool send_long(int fd, std::size_t size) {
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
    ::send(fd, head.data(), head.size(), MSG_NOSIGNAL);
    std::string piece(65536, ' ');
    for (std::size_t at = 0; at < size;) {
      for (std::size_t i = 0; i < piece.size(); ++i) piece[i] = static_cast<char>('a' + (at + i) % 23);
      const std::size_t now = std::min(piece.size(), size - at);
      const auto sent = ::send(fd, piece.data(), now, MSG_NOSIGNAL);
      if (sent <= 0) return false;
      at += static_cast<std::size_t>(sent);
    }
    return true;
  }

  std::string answer_to(const std::string& path, bool head) {
    std::string status = "200 OK", headers = "X-Answer: yes\r\n", body = "hello";
    if (path.starts_with("/hang")) {
      while (stay_) std::this_thread::sleep_for(std::chrono::milliseconds(400)), stay_ = false;
      return "";
    }
    if (path.starts_with("/close")) return "";
    if (path.starts_with("/lost/") && is_early(path)) return "";
    if (path.starts_with("/busy") && is_early(path)) {
      status = path.starts_with("/busy429") ? "429 Too Many Requests" : "503 Service Unavailable";
      if (!path.starts_with("/busy/plain")) headers += path.starts_with("/busy/hour") ? "Retry-After: 3600\r\n" : "Retry-After: 0\r\n";
    }
    if (path.starts_with("/short")) return "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello";
    if (path.starts_with("/status/")) status = path.substr(8, 3) + (path.substr(8, 3) == "404" ? " Not Found" : " Some Text");
    if (path.starts_with("/status/302")) headers += "Location: /moved\r\n";
    if (path.starts_with("/token")) body = R"({"access_token":"fetched","expires_in":3600})";
    if (path.starts_with("/cookie")) headers += "Set-Cookie: k=v; Path=/\r\n";
    if (path.starts_with("/list")) headers += "X-List: [a, b]\r\nContent-Type: text/plain; charset=utf-8\r\n";
    if (path.starts_with("/status/204")) return "HTTP/1.1 " + status + "\r\n" + headers + "\r\n";
    return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + (head ? "" : body);
  }

  int listener_;
  std::uint16_t port_ = 0;
  std::thread acceptor_;
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::list<Request> requests_;
  std::atomic<std::size_t> connections_{0};
  mutable std::atomic<bool> stay_{true};
};

}  // namespace kamel::tests
