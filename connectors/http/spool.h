// Spool: an answer that comes in bit by bit, kept in memory while it is short and in a file that has no name once it is long.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "connectors/bodies/stored_body.h"
#include "dsl/error.h"
#include "dsl/slice.h"

namespace kamel {
class Worker;
}

namespace kamel::http {

/// One worker's thread only. The file is written on the worker's pool, a piece at a time; while a piece is being written and the next one is full,
/// `full()` asks the sender to wait, so that two pieces are the most that is in memory.
class Spool {
 public:
  explicit Spool(Worker& worker);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  /// Takes the bytes over. Not to be called while `full()`.
  void append(std::string_view bytes);
  bool full() const noexcept { return writing_ && pending_ && pending_->size() >= rules_.threshold; }
  /// Called from the loop, each time a piece has been written (there is room again) or could not be (`error()`).
  void on_room(std::function<void()> call) { on_room_ = std::move(call); }
  /// Whether all that was appended is where it stays. When not, `settle` writes the rest, and `on_room` tells.
  bool settled() const noexcept { return !writing_ && (!in_file_ || !pending_ || error_); }
  void settle();
  /// java.io.IOException: the disk is full, or the directory is not writable.
  const Error& error() const noexcept { return error_; }
  /// All of it, once `settled`: a stream of bytes, or a StoredBody.
  Result<Value> finish();

 private:
  /// The pool's while `writing_`.
  struct File {
    std::unique_ptr<connectors::BodyStore> store;
    Error error;
  };
  void write();
  Worker& worker_;
  const connectors::StoreRules rules_;
  std::unique_ptr<SliceBuilder> pending_;
  std::shared_ptr<File> file_;
  bool writing_ = false, in_file_ = false;
  Error error_;
  std::function<void()> on_room_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace kamel::http
