#include "connectors/http/connection.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <cstring>

#include "connectors/http/connection_sizes.h"
#include "connectors/http/text.h"

namespace kamel::http {
namespace {

constexpr std::size_t kOutLimit = 64 * 1024;  // pipelined answers are written together up to this size
constexpr std::chrono::milliseconds kParkTime{5000};  // an idle connection gives its buffer back after this

}  // namespace

Connection::Connection(Socket socket, const Limits& limits, Handler& handler, std::unique_ptr<TlsStream> tls)
    : socket_(std::move(socket)),
      limits_(limits),
      handler_(handler),
      capacity_(limits.header_bytes + kChunkRoom),
      tls_(std::move(tls)) {}

Connection::~Connection() = default;

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
  while (!over() && !writing_ && !closing_ && !storing_) {
    if (state_ == State::Head && !parse_head()) break;
    if (state_ != State::Body || !take_body()) break;
    finish_request();
    if (state_ != State::Head) break;
    if (out_.size() > kOutLimit || !out_body_.empty() || flow_) flush();
  }
  if (state_ == State::Dialogue) hear();
  if (!over() && !writing_) flush();
  inside_ = false;
  if (!over() && !writing_ && (state_ == State::Head || state_ == State::Body || state_ == State::Dialogue)) read();
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
  store_rules_ = refusal_ == 0 && more ? handler_.store_rules(*this) : nullptr;
  store_from_ = store_rules_ == nullptr                  ? ~std::size_t{0}
                : body_left_ > store_rules_->threshold ? std::min(kStorePiece, store_rules_->threshold)
                                                         : store_rules_->threshold;
  if (store_rules_ == nullptr && body_left_ > limits_.memory_bytes && refusal_ == 0) refusal_ = 413;
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
  if (body_left_ == 0) return store_body(true);
  const std::size_t bytes = std::min(body_left_, end_ - begin_);
  if (!discard_) body_->append({buffer_.get() + begin_, bytes});
  begin_ += bytes;
  body_left_ -= bytes;
  return store_body(body_left_ == 0) && body_left_ == 0;
}

/// Whether nothing has to be stored first.
bool Connection::store_body(bool complete) {
  if (store_rules_ == nullptr || discard_) return true;
  if (body_->size() < store_from_ && !(complete && store_ && body_->size() != 0)) return true;
  store_piece();
  return false;
}

/// The request is complete: to the handler, or refused.
void Connection::finish_request() {
  state_ = State::Handling;
  if (store_) {
    request_.stored = store_->finish();
    store_.reset();
    body_.reset();
  } else if (body_) {
    if (!discard_) request_.body = body_->finish();
    body_.reset();
  }
  if (refusal_ == 0) return handler_.on_request(*this);
  handler_.refuse(refusal_, response());
  send();
}

void Connection::next_request() {
  parser_.reset();
  request_.body = {};
  if (!request_.stored.is_null()) request_.stored = {};
  store_.reset();
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

/// Where the next bytes go: long bodies straight to where they stay.
boost::asio::mutable_buffer Connection::room() {
  direct_ = state_ == State::Body && body_left_ != 0 && !discard_ && !parser_->chunked() && begin_ == end_;
  if (direct_) {
    const std::size_t room = std::min(body_left_, kBodyStep);
    return boost::asio::buffer(body_->reserve(room), room);
  }
  if (!buffer_) buffer_ = std::make_unique_for_overwrite<char[]>(capacity_);
  if (state_ == State::Lingering) begin_ = end_ = 0;
  if (state_ == State::Dialogue && begin_ != 0) compact(0);
  // The request's header stays where it is: views point into it.
  if (state_ == State::Body && begin_ > head_end_ && capacity_ - end_ < kChunkRoom / 2) compact(head_end_);
  return boost::asio::buffer(buffer_.get() + end_, capacity_ - end_);
}

void Connection::read() {
  if (reading_ || writing_ || storing_ || over() || (paused_ && state_ == State::Dialogue)) return;
  if (tls_) return read_tls();
  if (!buffer_) return wait_for(Socket::wait_read);  // an idle connection needs no memory to read into
  reading_ = true;
  ++operations_;
  socket_.async_read_some(room(), [this](const boost::system::error_code& ec, std::size_t bytes) { on_bytes(ec, bytes); });
}

/// OpenSSL may hold bytes that the socket does not show any more: it is asked first.
void Connection::read_tls() {
  if (!buffer_ && state_ == State::Head) buffer_ = std::make_unique_for_overwrite<char[]>(capacity_);
  boost::system::error_code ec;
  const auto where = room();
  const std::size_t bytes = tls_->read(static_cast<char*>(where.data()), where.size(), ec);
  if (ec == boost::asio::error::would_block) return wait_for(tls_->wants_write() ? Socket::wait_write : Socket::wait_read);
  reading_ = true;
  ++operations_;
  boost::asio::post(socket_.get_executor(), [this, ec, bytes] { on_bytes(ec, bytes); });
}

void Connection::wait_for(Socket::wait_type what) {
  reading_ = true;
  ++operations_;
  socket_.async_wait(what, [this](const boost::system::error_code& ec) {
    reading_ = false;
    const bool parked = std::exchange(parking_, false);
    if (!over()) {
      if (ec && !parked) {
        close();
      } else {
        if (parked) {
          buffer_.reset();
        } else if (!buffer_) {
          buffer_ = std::make_unique_for_overwrite<char[]>(capacity_);
        }
        if (parked && tls_) {
          wait_for(Socket::wait_read);
        } else {
          read();
        }
      }
    }
    operation_ended();
  });
}

void Connection::on_bytes(const boost::system::error_code& ec, std::size_t bytes) {
  reading_ = false;
  const bool parked = std::exchange(parking_, false) && ec == boost::asio::error::operation_aborted;
  if (parked && !over()) {
    buffer_.reset();
    read();
  } else if (direct_ && !ec && state_ == State::Body) {
    body_->commit(bytes);
    body_left_ -= bytes;
    progress(bytes);
    advance();
  } else if (!over()) {
    on_read(ec, bytes);
  }
  operation_ended();
}

void Connection::on_read(const boost::system::error_code& ec, std::size_t bytes) {
  if (ec) return close();
  if (state_ == State::Lingering) return read();
  end_ += bytes;
  if (state_ == State::Body) progress(bytes);
  advance();
}

/// Gives the buffer of a connection that has been idle for a while back: thousands of them cost next to nothing.
void Connection::park(Moment now) {
  const bool idle = state_ == State::Head && !parser_ && begin_ == end_ && reading_ && buffer_ && !writing_ && !parking_;
  if (!idle || deadline_ - now > limits_.idle_time - kParkTime) return;
  parking_ = true;
  boost::system::error_code ec;
  socket_.cancel(ec);
}

/// Time is bought with bytes: a client that trickles runs out of it.
void Connection::progress(std::size_t bytes) {
  credit_bytes_ += bytes;
  if (credit_bytes_ < limits_.progress_bytes) return;
  credit_bytes_ = 0;
  touch(limits_.progress_time);
}

void Connection::drain() {
  if (state_ == State::Dialogue) {
    ++held_;
    dialogue_->drain();
    return release();
  }
  if (state_ == State::Head && !parser_ && begin_ == end_ && !writing_) {
    close();
  } else {
    keep_alive_ = false;
  }
}

void Connection::sweep(Moment now) {
  if (over() || state_ == State::Handling || storing_) return;
  if (state_ == State::Dialogue && !writing_) {
    ++held_;
    dialogue_->tick(now);
    return release();
  }
  if (now < deadline_) return park(now);
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
  flow_.reset();
  if (dialogue_ && !hung_up_) {  // it may be on the stack: it is kept until the connection goes
    hung_up_ = true;
    ++held_;
    dialogue_->closed();
    --held_;
  }
  if (operations_ == 0 && held_ == 0) handler_.on_closed(*this);
}

void Connection::release() {
  if (--held_ == 0 && operations_ == 0 && over()) handler_.on_closed(*this);
}

void Connection::operation_ended() {
  if (--operations_ == 0 && held_ == 0 && over()) handler_.on_closed(*this);
}

}  // namespace kamel::http
