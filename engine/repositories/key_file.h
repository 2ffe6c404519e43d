// KeyFile: a file with one key a line, as Camel's FileIdempotentRepository keeps it.
#pragma once

#include <deque>
#include <unordered_set>

#include "engine/repositories/medium.h"
#include "engine/repositories/write_queue.h"

namespace kamel {

/// Confirmed keys are appended, and all that came meanwhile flushed to the disk at once, on a thread of its own. A key that is forgotten, and a file that
/// has grown beyond `maximum` bytes (its first `drop` lines go), is written anew beside the old one and renamed.
class KeyFile final : public Medium {
 public:
  /// Opens the file, made (with its folder) if it is not there. Keys that it holds: see `load`.
  static Result<std::shared_ptr<KeyFile>> open(const std::string& path, std::size_t maximum, std::size_t drop);
  /// Writes what was asked for, then closes.
  ~KeyFile() override;

  /// Confirm and Forget only.
  void write(Changes changes, Done done) override;
  /// The keys that were there at the start, the oldest first; once. `repository` is not looked at.
  Result<std::vector<Stored>> load(const std::string& repository) override;
  void read(const std::string& repository, const std::string& key, Found found) override;

 private:
  KeyFile(std::string path, std::size_t maximum, std::size_t drop) : path_(std::move(path)), maximum_(maximum), drop_(drop) {}
  Result<> read_lines();
  void work(const WriteQueue<WriteJob>::Jobs& jobs);
  Result<> apply(const WriteQueue<WriteJob>::Jobs& jobs);
  Result<> append(const std::string& text);
  Result<> rewrite();
  Result<> failed(std::string_view what) const;

  // Of the thread, after `open`.
  std::string path_;
  std::size_t maximum_, drop_, bytes_ = 0;
  int file_ = -1;
  std::vector<std::string> lines_;
  std::vector<std::string> at_start_;  // what `load` gives

  WriteQueue<WriteJob> jobs_;
};

}  // namespace kamel
