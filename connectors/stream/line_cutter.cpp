#include "connectors/stream/line_cutter.h"

#include <algorithm>
#include <utility>

namespace kamel::connectors {

void LineCutter::feed(std::string_view bytes) {
  if (bytes.empty()) return;
  if (std::exchange(after_return_, false) && bytes.front() == '\n') bytes.remove_prefix(1);
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
    const std::size_t piece = std::min(end, kLongest - open_.size());
    open_.append(bytes.substr(0, piece));
    if (piece == bytes.size()) return;  // the line goes on, or the limit is met exactly: then the next piece cuts it
    lines_.push_back(std::exchange(open_, {}));
    bytes.remove_prefix(piece);
    if (piece != end) continue;  // too long: its next part follows
    const bool both = bytes.starts_with("\r\n");
    after_return_ = bytes == "\r";
    bytes.remove_prefix(both ? 2 : 1);
  }
}

void LineCutter::end() {
  if (!open_.empty()) lines_.push_back(std::exchange(open_, {}));
  after_return_ = false;
}

std::optional<std::string> LineCutter::next() {
  if (lines_.empty()) return std::nullopt;
  std::string line = std::move(lines_.front());
  lines_.pop_front();
  return line;
}

}  // namespace kamel::connectors
