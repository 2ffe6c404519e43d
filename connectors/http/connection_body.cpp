// The part of Connection that takes bodies which come in chunks, and stores those that are too large for memory.
#include "connectors/http/connection.h"
#include "connectors/http/connection_sizes.h"

namespace kamel::http {

/// Sends what is in memory to the disk. Nothing is read meanwhile.
void Connection::store_piece() {
  storing_ = true;
  ++operations_;
  auto piece = std::make_shared<const Slice>(body_->finish());
  body_.emplace(kBodyStep);
  parser_->collect(&*body_);
  if (!store_) {
    auto opened = connectors::BodyStore::open(*store_rules_);
    if (opened) store_ = std::move(*opened);
  }
  store_from_ = std::min(kStorePiece, store_rules_->threshold);
  auto stored = std::make_shared<bool>(false);
  handler_.offload([store = store_, piece, stored] { *stored = store && store->append(*piece).has_value(); },
                   [this, stored] {
                     storing_ = false;
                     if (!over() && !*stored) {
                       refuse(507);
                     } else if (!over()) {
                       touch(limits_.progress_time);
                       advance();
                     }
                     operation_ended();
                   });
}

bool Connection::take_chunks() {
  while (!parser_->is_done()) {
    if (begin_ == end_ || !store_body(false)) return false;
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
    if (discard_) {
      body_left_ += used;
    } else if (store_rules_ == nullptr && body_->size() > limits_.memory_bytes) {
      refuse(413);
      return false;
    }
  }
  return store_body(true);
}

}  // namespace kamel::http
