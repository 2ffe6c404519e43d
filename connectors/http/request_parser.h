// RequestParser: Beast's HTTP/1.1 parser, made stricter. Internal to the server: includes Beast.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>

#include "connectors/http/message.h"

namespace kamel::http {

/// Parses one request. Views into the buffer that `put` was given are kept in the Request, so that buffer must not move before the request
/// is done with. Refuses what lets two parsers disagree about where a request ends: both Content-Length and Transfer-Encoding, codings
/// other than chunked, chunks in HTTP/1.0, folded lines, a missing or second Host.
class RequestParser : public boost::beast::http::basic_parser<true> {
 public:
  /// `body` gets what chunks bring; nullptr: thrown away.
  RequestParser(Request& request, std::uint32_t header_limit, std::uint64_t body_limit) : request_(request) {
    this->header_limit(header_limit);
    this->body_limit(body_limit);
  }
  /// After the header: the status to refuse the request with; 0: it is well-formed.
  int verdict() const noexcept { return verdict_; }
  /// `put` on bytes that stay where they are.
  std::size_t feed(const char* data, std::size_t size, boost::beast::error_code& ec) {
    end_ = data + size;
    return put(boost::asio::const_buffer(data, size), ec);
  }
  int version() const noexcept { return version_; }
  bool expects_continue() const noexcept { return expects_continue_; }
  void collect(SliceBuilder* body) noexcept { body_ = body; }

 private:
  using Error = boost::beast::error_code;
  using Text = boost::beast::string_view;
  void on_request_impl(boost::beast::http::verb verb, Text method, Text target, int version, Error& ec) override;
  void on_response_impl(int, Text, int, Error&) override {}
  void on_field_impl(boost::beast::http::field field, Text name, Text value, Error& ec) override;
  void on_header_impl(Error& ec) override;
  void on_body_init_impl(boost::optional<std::uint64_t> const&, Error&) override {}
  std::size_t on_body_impl(Text body, Error&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, Error&) override;
  void on_finish_impl(Error&) override {}
  void refuse(int status) noexcept {
    if (verdict_ == 0) verdict_ = status;
  }

  Request& request_;
  const char* end_ = nullptr;  // of the bytes being fed
  SliceBuilder* body_ = nullptr;
  int version_ = 11;
  int verdict_ = 0;
  int hosts_ = 0, lengths_ = 0, codings_ = 0;
  bool expects_continue_ = false;
  bool header_done_ = false;
};

}  // namespace kamel::http
