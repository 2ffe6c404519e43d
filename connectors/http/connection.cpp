#include "connectors/http/connection.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <cstring>

#include "connectors/http/text.h"

namespace kamel::http {
namespace {

constexpr std::size_t kChunkRoom = 8 * 1024;      // the buffer is this much larger than the longest header
constexpr std::size_t kCopyLimit = 8 * 1024;      // longer bodies are written from where they are
constexpr std::size_t kOutLimit = 64 * 1024;      // pipelined answers are written together up to this size
constexpr std::size_t kBodyStep = 64 * 1024;      // memory for a body grows with what has really come
constexpr std::size_t kDiscardLimit = 64 * 1024;  // the longest body that is read only to keep the connection
constexpr std::chrono::milliseconds kLingerTime{2000};

int status_of(const boost::system::error_code& ec) {
  namespace http = boost::beast::http;
  if (ec == http::error::header_limit) return 431;
  return ec == http::error::body_limit ? 413 : 400;
}

}  // namespace

Connection::Connection(Socket socket, const Limits& limits, Handler& handler)
    : socket_(std::move(socket)),
      limits_(limits),
      handler_(handler),
      buffer_(std::make_unique_for_overwrite<char[]>(limits.header_bytes + kChunkRoom)),
      capacity_(limits.header_bytes + kChunkRoom) {}

void Connection::start() {
  boost::system::error_code ec;
  socket_.non_blocking(true, ec);
  socket_.set_option(boost::asio::ip::tcp::no_delay(true), ec);
  touch(limits_.header_time);  // a client that connects has something to say
  read();
}

boost::asio::ip::tcp::endpoint Connection::peer() const {
  boost::system::error_code ec;
  return socket_.remote_endpoint(ec);
}

// One turn: everything that can be done with the bytes at hand. Each request is parsed only when the answer before it has been given.
void Connection::advance() {
  if (inside_) return;
  inside_ = true;
  ++held_;  // so that nothing below ends this object
  while (!over() && !writing_ && !closing_) {
    if (state_ == State::Head && !parse_head()) break;
    if (state_ != State::Body || !take_body()) break;
    finish_request();
    if (state_ != State::Head) break;
    if (out_.size() > kOutLimit || !out_body_.empty()) flush();
  }
  if (!over() && !writing_) flush();
  inside_ = false;
  if (!over() && !writing_ && (state_ == State::Head || state_ == State::Body)) read();
  release();
}

/// Whether a whole header has been read, and the state is Body now.
bool Connection::parse_head() {
  if (!parser_) {
    while (begin_ < end_ && (buffer_[begin_] == '\r' || buffer_[begin_] == '\n')) ++begin_;  // RFC 9112 2.2
    if (begin_ == end_) {
      begin_ = end_ = 0;
      return false;
    }
    if (begin_ != 0 && capacity_ - begin_ < limits_.header_bytes + kChunkRoom / 2) compact(0);
    request_.headers.clear();
    request_.head = false;
    keep_alive_ = true;
    discard_ = false;
    refusal_ = 0;
    parser_.emplace(request_, limits_.header_bytes, limits_.body_bytes);
    touch(limits_.header_time);
  }
  boost::system::error_code ec;
  const std::size_t used = parser_->feed(buffer_.get() + begin_, end_ - begin_, ec);
  if (ec == boost::beast::http::error::need_more && used == 0) {
    if (end_ - begin_ < limits_.header_bytes) return false;
    refuse(431);
    return false;
  }
  begin_ += used;
  if (ec && ec != boost::beast::http::error::need_more) {
    refuse(status_of(ec));
    return false;
  }
  if (!parser_->is_header_done()) return false;
  if (parser_->verdict() != 0) {
    refuse(parser_->verdict());
    return false;
  }
  begin_body();
  return state_ == State::Body;
}

void Connection::begin_body() {
  state_ = State::Body;
  head_end_ = begin_;
  keep_alive_ = parser_->keep_alive();
  const std::string_view target = request_.target;
  const std::size_t mark_at = target.find('?');
  request_.path = target.substr(0, mark_at);
  request_.has_query = mark_at != target.npos;
  request_.query = request_.has_query ? target.substr(mark_at + 1) : std::string_view();
  refusal_ = handler_.on_head(*this);
  body_left_ = parser_->chunked() ? 0 : static_cast<std::size_t>(parser_->content_length().value_or(0));
  const bool more = parser_->chunked() || body_left_ > end_ - begin_;
  discard_ = refusal_ != 0;
  if (discard_ && more && (parser_->expects_continue() || body_left_ > kDiscardLimit)) return refuse(refusal_);
  if (parser_->expects_continue() && more) {
    out_ += "HTTP/1.1 100 Continue\r\n\r\n";
    flush();
  }
  body_.reset();
  if (parser_->chunked() || body_left_ != 0) {
    body_.emplace(parser_->chunked() ? 1024 : std::min(body_left_, kBodyStep));
    parser_->collect(discard_ ? nullptr : &*body_);
  }
  credit_bytes_ = 0;
  if (more) touch(limits_.progress_time);
}

/// Whether the whole body is there.
bool Connection::take_body() {
  if (parser_->chunked()) return take_chunks();
  if (body_left_ == 0) return true;
  const std::size_t bytes = std::min(body_left_, end_ - begin_);
  if (!discard_) body_->append({buffer_.get() + begin_, bytes});
  begin_ += bytes;
  body_left_ -= bytes;
  return body_left_ == 0;
}

bool Connection::take_chunks() {
  while (!parser_->is_done()) {
    if (begin_ == end_) return false;
    boost::system::error_code ec;
    const std::size_t used = parser_->feed(buffer_.get() + begin_, end_ - begin_, ec);
    begin_ += used;
    if (ec == boost::beast::http::error::need_more) {
      if (used != 0) continue;
      // A chunk's header or the trailers, not yet complete: it must fit the room behind the request's header.
      if (end_ - begin_ < kChunkRoom / 2) return false;
      ec = boost::beast::http::error::bad_chunk;
    }
    if (ec) {
      refuse(status_of(ec));
      return false;
    }
    if (discard_ && body_left_ > kDiscardLimit) {
      refuse(refusal_);
      return false;
    }
    if (discard_) body_left_ += used;
  }
  return true;
}

/// The request is complete: to the handler, or refused.
void Connection::finish_request() {
  state_ = State::Handling;
  if (body_) {
    if (!discard_) request_.body = body_->finish();
    body_.reset();
  }
  if (refusal_ == 0) return handler_.on_request(*this);
  handler_.refuse(refusal_, response());
  send();
}

void Connection::send() {
  if (state_ != State::Handling) return;
  ++held_;
  finish_answer();
  next_request();
  if (!inside_ && !over()) resume();
  release();
}

void Connection::finish_answer() {
  const int code = response_.code_;
  const bool empty = code == 204 || code == 304;
  keep_alive_ = keep_alive_ && !handler_.draining();
  if (!empty) {
    out_ += "content-length: ";
    char digits[24];
    out_.append(digits, static_cast<std::size_t>(std::snprintf(digits, sizeof digits, "%zu", response_.body_.size())));
    out_ += "\r\n";
  }
  if (!keep_alive_) {
    out_ += "connection: close\r\n";
  } else if (parser_ && parser_->version() == 10) {
    out_ += "connection: keep-alive\r\n";
  }
  out_ += "\r\n";
  if (!empty && !request_.head) {
    if (response_.body_.size() <= kCopyLimit) {
      out_ += response_.body_.view();
    } else {
      out_body_ = std::move(response_.body_);
    }
  }
  response_.body_ = {};
  response_.code_ = 0;
}

// Answered later: `advance` must not run inside whatever settled the exchange, since it may admit the next one.
void Connection::resume() {
  if (!flush() || over() || closing_) return;
  if (begin_ == end_) return read();
  ++operations_;
  boost::asio::post(socket_.get_executor(), [this] {
    if (!over()) advance();
    operation_ended();
  });
}

void Connection::next_request() {
  parser_.reset();
  request_.body = {};
  closing_ = !keep_alive_;
  state_ = State::Head;
  touch(limits_.idle_time);
}

/// Answers what cannot be handled and ends the connection: where this request ends, the next begins, and that is what is in doubt.
void Connection::refuse(int status) {
  state_ = State::Handling;
  keep_alive_ = false;  // `body_` stays: a read into it may be under way
  handler_.refuse(status, response());
  send();
}

void Connection::compact(std::size_t keep) {
  std::memmove(buffer_.get() + keep, buffer_.get() + begin_, end_ - begin_);
  end_ = keep + (end_ - begin_);
  begin_ = keep;
}

void Connection::read() {
  if (reading_ || writing_ || over()) return;
  reading_ = true;
  ++operations_;
  boost::asio::mutable_buffer where;
  const bool direct = state_ == State::Body && body_left_ != 0 && !discard_ && !parser_->chunked() && begin_ == end_;
  if (direct) {
    const std::size_t room = std::min(body_left_, kBodyStep);
    where = boost::asio::buffer(body_->reserve(room), room);
  } else {
    if (state_ == State::Lingering) begin_ = end_ = 0;
    // The request's header stays where it is: views point into it.
    if (state_ == State::Body && begin_ > head_end_ && capacity_ - end_ < kChunkRoom / 2) compact(head_end_);
    where = boost::asio::buffer(buffer_.get() + end_, capacity_ - end_);
  }
  socket_.async_read_some(where, [this, direct](const boost::system::error_code& ec, std::size_t bytes) {
    reading_ = false;
    if (direct && !ec && state_ == State::Body) {
      body_->commit(bytes);
      body_left_ -= bytes;
      progress(bytes);
      advance();
    } else if (!over()) {
      on_read(ec, bytes);
    }
    operation_ended();
  });
}

void Connection::on_read(const boost::system::error_code& ec, std::size_t bytes) {
  if (ec) return close();
  if (state_ == State::Lingering) return read();
  end_ += bytes;
  if (state_ == State::Body) progress(bytes);
  advance();
}

/// Time is bought with bytes: a client that trickles runs out of it.
void Connection::progress(std::size_t bytes) {
  credit_bytes_ += bytes;
  if (credit_bytes_ < limits_.progress_bytes) return;
  credit_bytes_ = 0;
  touch(limits_.progress_time);
}

/// Whether everything has been written.
bool Connection::flush() {
  if (writing_) return false;
  while (written_ < out_.size() + out_body_.size()) {
    std::array<boost::asio::const_buffer, 2> parts;
    if (written_ < out_.size()) parts[0] = boost::asio::buffer(out_) + written_;
    const std::size_t of_body = written_ > out_.size() ? written_ - out_.size() : 0;
    parts[1] = boost::asio::buffer(out_body_.data(), out_body_.size()) + of_body;
    boost::system::error_code ec;
    written_ += socket_.write_some(parts, ec);
    if (ec == boost::asio::error::would_block || ec == boost::asio::error::try_again) {
      write_rest();
      return false;
    }
    if (ec) {
      close();
      return false;
    }
  }
  out_.clear();
  out_body_ = {};
  written_ = 0;
  if (out_.capacity() > 4 * kOutLimit) out_.shrink_to_fit();
  if (closing_ && state_ != State::Lingering) linger();
  return true;
}

/// The client reads slower than we write: wait for it.
void Connection::write_rest() {
  writing_ = true;
  ++operations_;
  credit_bytes_ = 0;
  touch(limits_.progress_time);
  socket_.async_wait(Socket::wait_write, [this](const boost::system::error_code& ec) {
    writing_ = false;
    if (ec) {
      close();
    } else if (!over()) {
      const std::size_t before = written_;
      const auto deadline = deadline_;
      if (flush()) {
        if (!over() && !closing_) advance();
      } else if (!over()) {
        deadline_ = deadline;
        progress(written_ - before);
      }
    }
    operation_ended();
  });
}

/// Closing a socket that has unread bytes resets it, and the client might never see the answer: so half-close, and read what comes for a
/// while.
void Connection::linger() {
  boost::system::error_code ec;
  socket_.shutdown(Socket::shutdown_send, ec);
  if (ec) return close();
  state_ = State::Lingering;
  touch(kLingerTime);
  read();
}

void Connection::drain() {
  if (state_ == State::Head && !parser_ && begin_ == end_ && !writing_) {
    close();
  } else {
    keep_alive_ = false;
  }
}

void Connection::sweep(Moment now) {
  if (over() || state_ == State::Handling || now < deadline_) return;
  if (parser_ && !writing_ && state_ != State::Lingering) {
    refuse(408);
  } else {
    close();
  }
}

void Connection::close() {
  if (over()) return;
  state_ = State::Closed;
  boost::system::error_code ec;
  socket_.close(ec);
  if (operations_ == 0 && held_ == 0) handler_.on_closed(*this);
}

void Connection::release() {
  if (--held_ == 0 && operations_ == 0 && over()) handler_.on_closed(*this);
}

void Connection::operation_ended() {
  if (--operations_ == 0 && held_ == 0 && over()) handler_.on_closed(*this);
}

}  // namespace kamel::http
