// The part of Connection for what goes on after an answer that is an upgrade.
#include "connectors/http/connection.h"

namespace kamel::http {

bool Connection::begin_dialogue() {
  if (!response_.dialogue_) return false;
  dialogue_ = std::move(response_.dialogue_);
  response_.code_ = 0;
  state_ = State::Dialogue;
  parser_.reset();
  paused_ = false;
  dialogue_->opened(*this);
  return true;
}

void Connection::hear() {
  while (state_ == State::Dialogue && !paused_ && !closing_ && begin_ != end_) {
    const std::size_t taken = dialogue_->received({buffer_.get() + begin_, end_ - begin_});
    if (taken == 0) {
      if (begin_ == 0 && end_ == capacity_) close();
      return;
    }
    if (over()) return;
    begin_ += taken;
  }
}

void Connection::write(std::string_view bytes) {
  if (state_ != State::Dialogue || closing_) return;
  out_ += bytes;
  if (inside_ || writing_) return;
  ++held_;
  flush();
  release();
}

void Connection::pause(bool paused) {
  paused_ = paused;
  if (!paused && !inside_ && state_ == State::Dialogue) advance();
}

void Connection::finish() {
  if (over() || closing_) return;
  closing_ = true;
  if (inside_ || writing_) return;
  ++held_;
  flush();
  release();
}

}  // namespace kamel::http
