// Connection: one client of an HTTP server. For servers: includes Asio.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <optional>

#include "connectors/bodies/stored_body.h"
#include "connectors/http/message.h"
#include "connectors/http/request_parser.h"
#include "connectors/http/server.h"
#include "connectors/http/tls.h"

namespace kamel::http {

/// Concrete executors: type-erased ones cost a third of the throughput.
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
using Moment = std::chrono::steady_clock::time_point;

class Connection;

/// Whom a connection works for: the part of the server that lives on its worker.
class Handler {
 public:
  /// The header is there. The status to refuse the request with; 0: go on. A short body is read all the same, to keep the connection.
  virtual int on_head(Connection& connection) = 0;
  /// The answer to a refused request.
  virtual void refuse(int status, Response& response) = 0;
  /// A whole request: answer it by `response()` and `send()`, now or later.
  virtual void on_request(Connection& connection) = 0;
  /// It is closed and nothing refers to it any more: the last call, delete it.
  virtual void on_closed(Connection& connection) = 0;
  /// Answers are to say `Connection: close`.
  virtual bool draining() const = 0;
  /// The clock that deadlines are set by; as coarse as the sweeps.
  virtual Moment now() const = 0;
  /// Where the body of this request is stored that is too large for memory; nullptr: it stays in memory, up to `Limits::memory_bytes`.
  virtual const connectors::StoreRules* store_rules(const Connection&) const { return nullptr; }
  /// Runs `job` where it may block, then `done` on this loop, later.
  virtual void offload(std::function<void()>, std::function<void()>) {}

 protected:
  ~Handler() = default;
};

/// Reads requests, one at a time, and writes answers in their order. Nothing is read while an answer is awaited or cannot be written, so a
/// client that sends faster than it reads is held back by TCP. All on one worker's loop, without locks.
class Connection final : private Channel {
 public:
  /// With `tls`, that is spoken below HTTP.
  Connection(Socket socket, const Limits& limits, Handler& handler, std::unique_ptr<TlsStream> tls = nullptr);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start();
  Request& request() noexcept { return request_; }
  /// To be filled, then sent: once per request.
  Response& response() noexcept {
    if (response_.code_ == 0) response_.start_ = out_.size();
    return response_;
  }
  void send();
  /// The answer is the last one.
  void close_after_answer() noexcept { keep_alive_ = false; }
  /// Ends what is idle; what is under way is answered first.
  void drain();
  /// At once. `on_closed` follows, from here or later.
  void close();
  /// Closes it, or answers 408, when its time is over.
  void sweep(Moment now);
  /// What refers to this connection besides its own operations: an exchange that will answer.
  void hold() noexcept { ++held_; }
  void release();

  bool waits_for_answer() const noexcept { return state_ == State::Handling; }
  boost::asio::ip::tcp::endpoint peer() const;

  // For the handler: what it knows about the request under way.
  struct Mark {
    void* target = nullptr;
    std::uint64_t number = 0;
    std::uint64_t version = 0;  // of what the target was looked up in
  };
  Mark mark;
  std::size_t index = 0;  // in the handler's list

 private:
  enum class State : std::uint8_t { Head, Body, Handling, Dialogue, Lingering, Closed };
  void advance();
  bool parse_head();
  bool take_body();
  bool take_chunks();
  bool store_body(bool complete);
  void store_piece();
  void begin_body();
  bool begin_dialogue();
  void hear();
  // Channel, for the dialogue
  void write(std::string_view bytes) override;
  std::size_t unwritten() const override { return out_.size() - written_; }
  void pause(bool paused) override;
  void finish() override;
  void refuse(int status);
  void finish_request();
  void read();
  void read_tls();
  void wait_for(Socket::wait_type what);
  boost::asio::mutable_buffer room();
  void on_bytes(const boost::system::error_code& ec, std::size_t bytes);
  void on_read(const boost::system::error_code& ec, std::size_t bytes);
  void park(Moment now);
  bool flush();
  bool write_out();
  bool refill();
  void start_flow();
  void write_rest();
  void linger();
  void finish_answer();
  void resume();
  void next_request();
  void compact(std::size_t keep);
  void touch(std::chrono::milliseconds time) { deadline_ = handler_.now() + time; }
  void progress(std::size_t bytes);
  void operation_ended();
  bool over() noexcept { return state_ == State::Closed; }

  Socket socket_;
  const Limits& limits_;
  Handler& handler_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_, begin_ = 0, end_ = 0, head_end_ = 0;  // [begin_, end_): not yet consumed
  std::optional<RequestParser> parser_;
  Request request_;
  std::optional<SliceBuilder> body_;
  std::size_t body_left_ = 0;  // of a body with a length
  std::string out_;
  Slice out_body_;           // a long body, written after `out_`
  std::unique_ptr<Outflow> flow_;  // the body being written, piece by piece, after both
  std::unique_ptr<Dialogue> dialogue_;
  std::unique_ptr<TlsStream> tls_;
  const connectors::StoreRules* store_rules_ = nullptr;
  std::shared_ptr<connectors::BodyStore> store_;  // touched by the job that stores a piece while `storing_`, else by the worker
  std::size_t store_from_ = 0;                    // a body in memory that has grown to this goes to the store
  std::uint64_t sent_ = 0;                        // bytes ever written
  std::size_t written_ = 0;  // of both
  Response response_{out_};
  Moment deadline_;
  std::size_t credit_bytes_ = 0;
  std::uint32_t operations_ = 0, held_ = 0;
  State state_ = State::Head;
  bool keep_alive_ = true;
  bool closing_ = false;  // once all is written
  bool writing_ = false;
  bool reading_ = false;
  bool direct_ = false;     // the read under way goes into `body_`
  bool storing_ = false;    // a piece of the body is on its way to the disk
  bool parking_ = false;    // the read under way has been cancelled to give its buffer back
  bool paused_ = false;     // the dialogue wants to hear nothing
  bool chunked_out_ = false;
  bool hung_up_ = false;    // the dialogue knows that it is over
  bool inside_ = false;   // advance() is on the stack
  bool discard_ = false;  // the body is read, not kept: the request was refused
  int refusal_ = 0;
};

}  // namespace kamel::http
