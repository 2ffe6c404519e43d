// Request and Response: one HTTP exchange as the connectors that serve see it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/http/path_pattern.h"
#include "dsl/value.h"

namespace kamel::http {

struct HeaderLine {
  std::string_view name;
  std::string_view value;  // bytes as they came: ISO-8859-1 in Java's eyes
};

/// A request that has arrived completely. All views point into the connection's buffer: they die when the request is answered. `body` may be kept.
struct Request {
  std::string_view method;
  std::string_view target;     // as it stands in the request line
  std::string_view path;       // normalised
  std::string rewritten_path;  // what `path` points into where normalising changed something
  std::string_view query;
  bool has_query = false;
  bool has_body = false;  // framed: a Content-Length (also 0) or chunks
  bool head = false;      // HEAD: the body of the answer is left out
  std::string_view host;
  std::vector<HeaderLine> headers;
  std::vector<PathParameter> parameters;
  Slice body;
  Value user;    // who has been authenticated, as a map; Null: nobody asked
  Value stored;  // instead of `body` where that is too large for memory and the binding takes such: a StoredBody; else Null

  /// The first header of that name; "" when there is none.
  std::string_view header(std::string_view name) const noexcept;
};

/// The body of an answer that is made while it is written. On the worker's thread only.
class Outflow {
 public:
  virtual ~Outflow() = default;
  enum class State : std::uint8_t { More, End, Broken };
  /// Appends the next piece, at most some 64 KB, to `out`. Broken: the connection is cut, so that the client sees that something is missing.
  virtual State next(std::string& out) = 0;
  /// How many bytes there will be; nothing where nobody knows: they go in chunks.
  virtual std::optional<std::uint64_t> length() const = 0;
};

/// What a dialogue can do with its connection. On the worker's thread only.
class Channel {
 public:
  /// Writes, soon.
  virtual void write(std::string_view bytes) = 0;
  /// Bytes that the client has not yet taken.
  virtual std::size_t unwritten() const = 0;
  /// Whether to leave unread what comes.
  virtual void pause(bool paused) = 0;
  /// Ends the connection once all is written.
  virtual void finish() = 0;

 protected:
  ~Channel() = default;
};

/// What a connection is for once a request has been answered by an upgrade or a stream of events: a WebSocket, server-sent events.
class Dialogue {
 public:
  virtual ~Dialogue() = default;
  /// The answer is on its way. `channel` is good until `closed`.
  virtual void opened(Channel& channel) = 0;
  /// How many of these bytes have been taken; the others come again, with more. 0 twice in a row at a full buffer ends the connection.
  virtual std::size_t received(std::string_view bytes) = 0;
  /// The connection is gone: the last call.
  virtual void closed() = 0;
  /// The server wants to stop: say good-bye and `finish`.
  virtual void drain() = 0;
  /// Twice a second or so.
  virtual void tick(std::chrono::steady_clock::time_point) {}
};

/// The answer, written straight into the connection's output. First the status, then headers, then the body.
class Response {
 public:
  explicit Response(std::string& out) : out_(out) {}
  void status(int code);
  /// Whether the line could be written: neither name nor value may hold what would end it. Content-Length, Transfer-Encoding and Connection
  /// are not for callers.
  bool header(std::string_view name, std::string_view value);
  void body(Slice body) { body_ = std::move(body); }
  void body(std::unique_ptr<Outflow> flow) { flow_ = std::move(flow); }
  /// There is no body: after the head the connection belongs to the dialogue. Status 101, or one whose body never ends.
  void converse(std::unique_ptr<Dialogue> dialogue) { dialogue_ = std::move(dialogue); }
  /// Forgets all that was said and starts again.
  void reset();
  /// Whole answers.
  void text(int code, std::string_view content_type, std::string_view body);
  /// As Vert.x answers what went wrong before or after a route: the phrase as the body.
  void failure(int code);

  int code() const noexcept { return code_; }
  /// A header that has been set; "" when there is none.
  std::string_view find(std::string_view name) const noexcept;
  /// What will be written as the body, for who changes it on its way: taken out of the answer.
  Slice take_body() noexcept { return std::move(body_); }
  std::unique_ptr<Outflow> take_flow() noexcept { return std::move(flow_); }
  std::size_t body_size() const noexcept { return body_.size(); }
  bool flows() const noexcept { return flow_ != nullptr; }

 private:
  friend class Connection;
  std::string& out_;
  std::size_t start_ = 0;
  int code_ = 0;
  Slice body_;
  std::unique_ptr<Outflow> flow_;
  std::unique_ptr<Dialogue> dialogue_;
};

}  // namespace kamel::http
