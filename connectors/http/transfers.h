// Transfers: the HTTP client's requests in flight on one worker: libcurl, driven by the worker's loop.
#pragma once

#include <curl/curl.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "connectors/http/feed.h"
#include "connectors/http/spool.h"
#include "dsl/slice.h"

namespace kamel {
class Worker;
}

namespace kamel::http {

struct TlsTexts;

struct EasyCleanup {
  void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
struct ListCleanup {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, EasyCleanup>;
using HeaderList = std::unique_ptr<curl_slist, ListCleanup>;

/// One request and its answer. The owner sets up `easy` and waits for `finished`.
class Transfer {
 public:
  Transfer() = default;
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  virtual ~Transfer() = default;
  /// From the loop, never from inside `start`; the transfer ends its life afterwards.
  virtual void finished(CURLcode code) = 0;

  /// Adds a request header line. A name or value with a line's end in it is not added, and false returned.
  bool add_header(std::string_view name, std::string_view value);

  Easy easy;
  HeaderList headers;
  /// What is sent, to be called before `start`. A feed is read piece by piece, so that no more of it than that is in memory.
  void send(Slice body);
  void send(std::shared_ptr<Feed> feed);
  /// What came. Once, in `finished`.
  Result<Value> answer() { return answer_body ? answer_body->finish() : Result<Value>(Value::stream(Slice())); }

  std::shared_ptr<Feed> feed;  // what is sent, unless libcurl points into `body`
  Slice body;
  std::shared_ptr<const TlsTexts> tls;  // libcurl points into them
  std::string answer_head;  // the last answer's status line and headers
  std::unique_ptr<Spool> answer_body;
  char error_text[CURL_ERROR_SIZE] = {};
};

struct TransferLimits {
  long connections_per_host = 20;
  long connections = 200;
  auto operator<=>(const TransferLimits&) const = default;
};

/// A libcurl multi handle: pooled connections, at most so many of them; more requests wait their turn. One worker's thread only.
class Transfers {
 public:
  Transfers(Worker& worker, const TransferLimits& limits);
  ~Transfers();
  Transfers(const Transfers&) = delete;
  Transfers& operator=(const Transfers&) = delete;

  /// A handle with everything set that all requests share.
  Easy make_easy();
  /// Begins a transfer whose `easy` came from `make_easy`.
  void start(std::unique_ptr<Transfer> transfer);
  /// Takes a handle back for the next `make_easy`.
  void recycle(Easy easy);
  std::size_t in_flight() const noexcept { return running_.size(); }
  Worker& worker() const noexcept { return worker_; }

 private:
  using Executor = boost::asio::io_context::executor_type;
  using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
  /// A socket of libcurl's, watched. `wanted` is what libcurl asked for; the waits under way may differ.
  struct Watch {
    explicit Watch(boost::asio::io_context& io, int fd) : descriptor(io.get_executor(), fd) {}
    boost::asio::posix::basic_stream_descriptor<Executor> descriptor;
    int wanted = 0;
    bool reading = false, writing = false;
  };
  static int on_socket(CURL* easy, curl_socket_t fd, int what, void* self, void* watch);
  static int on_timer(CURLM* multi, long milliseconds, void* self);
  static curl_socket_t on_open(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int on_close(void* self, curl_socket_t fd);
  void wait(const std::shared_ptr<Watch>& watch, curl_socket_t fd);
  void act(curl_socket_t fd, int what);
  void collect();
  void end(std::unique_ptr<Transfer> transfer, CURLcode code);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* transfer);

  Worker& worker_;
  boost::asio::io_context& io_;
  CURLM* multi_;
  Timer timer_;
  std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
  std::unordered_map<CURL*, std::unique_ptr<Transfer>> running_;
  std::unordered_map<CURL*, std::pair<std::unique_ptr<Transfer>, CURLcode>> settling_;  // done, but for writing the answer to its file
  std::unordered_set<curl_socket_t> connections_;  // libcurl has other sockets, too: its resolver's
  std::vector<Easy> spare_;
};

}  // namespace kamel::http
