#include "connectors/http/flows.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace kamel::http {
namespace {
constexpr std::size_t kPiece = 32 * 1024;
}

Outflow::State SliceFlow::next(std::string& out) {
  const std::size_t bytes = std::min(kPiece, bytes_.size() - at_);
  out.append(bytes_.view().substr(at_, bytes));
  at_ += bytes;
  return at_ == bytes_.size() ? State::End : State::More;
}

StoredFlow::StoredFlow(Value body) : value_(std::move(body)), body_(value_.object_as<connectors::StoredBody>()) {}

Outflow::State StoredFlow::next(std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + std::min<std::uint64_t>(kPiece, body_->size() - at_));
  const std::ptrdiff_t got = body_->read(at_, out.data() + before, out.size() - before);
  if (got < 0 || (got == 0 && at_ < body_->size())) return State::Broken;
  out.resize(before + static_cast<std::size_t>(got));
  at_ += static_cast<std::uint64_t>(got);
  return at_ == body_->size() ? State::End : State::More;
}

FileFlow::~FileFlow() { ::close(descriptor_); }

Outflow::State FileFlow::next(std::string& out) {
  if (left_ == 0) return State::End;
  const std::size_t before = out.size();
  out.resize(before + std::min<std::uint64_t>(kPiece, left_));
  ssize_t got = 0;
  do got = ::pread(descriptor_, out.data() + before, out.size() - before, static_cast<off_t>(at_));
  while (got < 0 && errno == EINTR);
  if (got <= 0) return State::Broken;
  out.resize(before + static_cast<std::size_t>(got));
  at_ += static_cast<std::uint64_t>(got);
  left_ -= static_cast<std::uint64_t>(got);
  return left_ == 0 ? State::End : State::More;
}

}  // namespace kamel::http
