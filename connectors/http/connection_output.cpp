// The half of Connection that writes.
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <charconv>

#include "connectors/http/connection.h"

namespace kamel::http {
namespace {

constexpr std::size_t kCopyLimit = 8 * 1024;       // longer bodies are written from where they are
constexpr std::size_t kOutLimit = 64 * 1024;       // pipelined answers are written together up to this size
constexpr std::uint64_t kTurnLimit = 1024 * 1024;  // a reader that is as fast as we are lets others have their turn after this
constexpr std::chrono::milliseconds kLingerTime{2000};

}  // namespace

void Connection::send() {
  if (state_ != State::Handling) return;
  ++held_;
  finish_answer();
  if (!begin_dialogue()) next_request();
  if (!inside_ && !over()) resume();
  release();
}

void Connection::finish_answer() {
  const int code = response_.code_;
  const bool empty = code == 204 || code == 304;
  keep_alive_ = keep_alive_ && !handler_.draining();
  if (response_.dialogue_) [[unlikely]] {
    out_ += code == 101 ? "connection: Upgrade\r\n\r\n" : "connection: close\r\n\r\n";
    return;
  }
  if (response_.flow_ && !empty) [[unlikely]] {
    start_flow();
  } else if (!empty) {
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
    flow_ = std::move(response_.flow_);
    if (response_.body_.size() <= kCopyLimit) {
      out_ += response_.body_.view();
    } else {
      out_body_ = std::move(response_.body_);
    }
  }
  response_.body_ = {};
  response_.flow_.reset();
  response_.code_ = 0;
}

/// How the end of a body is to be seen that is not there yet: by its length, by chunks, or, for HTTP/1.0, by the end of the connection.
void Connection::start_flow() {
  const auto length = response_.flow_->length();
  chunked_out_ = !length && parser_ && parser_->version() == 11;
  if (length) {
    out_ += "content-length: " + std::to_string(*length) + "\r\n";
  } else if (chunked_out_) {
    out_ += "transfer-encoding: chunked\r\n";
  } else {
    keep_alive_ = false;
  }
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

/// Whether everything has been written.
bool Connection::flush() {
  if (writing_) return false;
  const std::uint64_t turn_ends = sent_ + kTurnLimit;
  do {
    if (!write_out()) return false;
    if (sent_ >= turn_ends && flow_) {
      write_rest();
      return false;
    }
  } while (flow_ && refill());
  if (over()) return false;
  if (out_.capacity() > 4 * kOutLimit) out_.shrink_to_fit();
  if (closing_ && state_ != State::Lingering) linger();
  return true;
}

bool Connection::write_out() {
  while (written_ < out_.size() + out_body_.size()) {
    std::array<boost::asio::const_buffer, 2> parts;
    if (written_ < out_.size()) parts[0] = boost::asio::buffer(out_) + written_;
    const std::size_t of_body = written_ > out_.size() ? written_ - out_.size() : 0;
    parts[1] = boost::asio::buffer(out_body_.data(), out_body_.size()) + of_body;
    boost::system::error_code ec;
    std::size_t bytes = 0;
    if (tls_) [[unlikely]] {
      const auto& part = parts[0].size() != 0 ? parts[0] : parts[1];
      bytes = tls_->write({static_cast<const char*>(part.data()), part.size()}, ec);
    } else {
      bytes = socket_.write_some(parts, ec);
    }
    written_ += bytes;
    sent_ += bytes;
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
  return true;
}

/// Makes the next piece of the body. False when the answer must be cut off.
bool Connection::refill() {
  constexpr std::size_t kSizeDigits = 8;  // "00010000\r\n", filled in afterwards
  if (chunked_out_) out_.append(kSizeDigits + 2, '0');
  const std::size_t start = out_.size();
  const auto state = flow_->next(out_);
  if (state == Outflow::State::Broken) {
    close();
    return false;
  }
  if (chunked_out_) {
    const std::size_t bytes = out_.size() - start;
    if (bytes == 0) {
      out_.resize(start - kSizeDigits - 2);
    } else {
      char digits[kSizeDigits + 1];
      std::snprintf(digits, sizeof digits, "%08x", static_cast<unsigned>(bytes));
      out_.replace(start - kSizeDigits - 2, kSizeDigits + 2, std::string(digits) + "\r\n");
      out_ += "\r\n";
    }
    if (state == Outflow::State::End) out_ += "0\r\n\r\n";
  }
  if (state == Outflow::State::End) flow_.reset();
  return true;
}

/// The client reads slower than we write: wait for it.
void Connection::write_rest() {
  writing_ = true;
  ++operations_;
  credit_bytes_ = 0;
  touch(limits_.progress_time);
  const auto what = tls_ && !tls_->wants_write() ? Socket::wait_read : Socket::wait_write;
  socket_.async_wait(what, [this](const boost::system::error_code& ec) {
    writing_ = false;
    if (ec) {
      close();
    } else if (!over()) {
      const std::uint64_t before = sent_;
      const auto deadline = deadline_;
      if (flush()) {
        if (!over() && !closing_) advance();
      } else if (!over()) {
        deadline_ = deadline;
        progress(static_cast<std::size_t>(sent_ - before));
      }
    }
    operation_ended();
  });
}

/// Closing a socket that has unread bytes resets it, and the client might never see the answer: so half-close, and read what comes for a
/// while.
void Connection::linger() {
  boost::system::error_code ec;
  if (tls_) tls_->shut_down();
  socket_.shutdown(Socket::shutdown_send, ec);
  if (ec) return close();
  state_ = State::Lingering;
  touch(kLingerTime);
  read();
}

}  // namespace kamel::http
