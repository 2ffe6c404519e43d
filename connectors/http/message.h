// Request and Response: one HTTP exchange as the connectors that serve see it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/http/path_pattern.h"
#include "dsl/slice.h"

namespace kamel::http {

struct HeaderLine {
  std::string_view name;
  std::string_view value;  // bytes as they came: ISO-8859-1 in Java's eyes
};

/// A request that has arrived completely. All views point into the connection's buffer: they die when the request is answered or the
/// handler returns, whichever is first. `body` may be kept.
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

  /// The first header of that name; "" when there is none.
  std::string_view header(std::string_view name) const noexcept;
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
  /// Forgets all that was said and starts again.
  void reset();
  /// Whole answers.
  void text(int code, std::string_view content_type, std::string_view body);
  /// As Vert.x answers what went wrong before or after a route: the phrase as the body.
  void failure(int code);

  int code() const noexcept { return code_; }

 private:
  friend class Connection;
  std::string& out_;
  std::size_t start_ = 0;
  int code_ = 0;
  Slice body_;
};

}  // namespace kamel::http
