#include "connectors/http/feed.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "connectors/bodies/stored_body.h"
#include "engine/worker.h"

namespace kamel::http {
namespace {

constexpr std::size_t kPiece = 1024 * 1024;

class FileFeed final : public Feed, public std::enable_shared_from_this<FileFeed> {
 public:
  FileFeed(Worker& worker, Value value) : worker_(worker), value_(std::move(value)), body_(*value_.object_as<connectors::StoredBody>()), size_(body_.size()) {}
  std::size_t size() const noexcept override { return size_; }

  std::size_t read(char* to, std::size_t room) override {
    if (at_ >= size_) return 0;
    if (at_ < start_ || at_ >= start_ + piece_.size()) {
      if (!reading_) fetch(at_);
      return kLater;
    }
    const std::string_view piece = piece_.view().substr(at_ - start_, room);
    piece.copy(to, piece.size());
    at_ += piece.size();
    return piece.size();
  }
  void seek(std::size_t offset) override { at_ = std::min(offset, size_); }
  const Error& failed() const noexcept override { return error_; }

 private:
  struct Fetched {
    Slice bytes;
    Error error;
  };

  // The job keeps the feed, and with it the open file.
  void fetch(std::size_t from) {
    reading_ = true;
    piece_ = Slice();
    auto fetched = std::make_shared<Fetched>();
    worker_.offload([self = shared_from_this(), from, fetched] { *fetched = self->fetched(from); },
                    [self = shared_from_this(), from, fetched] {
                      self->reading_ = false;
                      self->start_ = from;
                      self->piece_ = std::move(fetched->bytes);
                      if (fetched->error) self->error_ = fetched->error;
                      if (self->on_ready_) self->on_ready_();
                    });
  }

  // On the pool: touches nothing that changes.
  Fetched fetched(std::size_t from) const {
    SliceBuilder bytes(kPiece);
    const std::size_t want = std::min(kPiece, size_ - from);
    while (bytes.size() < want) {
      const std::ptrdiff_t got = body_.read(from + bytes.size(), bytes.reserve(want - bytes.size()), want - bytes.size());
      if (got <= 0) return {{}, Error("java.io.IOException", got == 0 ? std::string("the file has become shorter while it was sent") : std::string("the file cannot be read: ") + std::strerror(errno))};
      bytes.commit(static_cast<std::size_t>(got));
    }
    return {bytes.finish(), {}};
  }

  Worker& worker_;
  const Value value_;  // keeps the body
  const connectors::StoredBody& body_;
  const std::size_t size_;
  Slice piece_;
  std::size_t start_ = 0, at_ = 0;
  bool reading_ = false;
  Error error_;
};

}  // namespace

std::shared_ptr<Feed> Feed::of(Worker& worker, Value stored) { return std::make_shared<FileFeed>(worker, std::move(stored)); }

}  // namespace kamel::http
