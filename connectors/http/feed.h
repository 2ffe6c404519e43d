// Feed: the bytes of a long body on their way out, a piece at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "dsl/error.h"
#include "dsl/value.h"

namespace kamel {
class Worker;
}

namespace kamel::http {

/// One worker's thread only.
class Feed {
 public:
  static constexpr std::size_t kLater = static_cast<std::size_t>(-1);

  virtual ~Feed() = default;
  virtual std::size_t size() const noexcept = 0;
  /// Up to `room` bytes, 0 at the end; `kLater` when there are none yet: `on_ready`'s function is called when there are.
  virtual std::size_t read(char* to, std::size_t room) = 0;
  virtual void seek(std::size_t offset) = 0;
  virtual const Error& failed() const noexcept = 0;
  void on_ready(std::function<void()> call) { on_ready_ = std::move(call); }

  /// Of a value that is a StoredBody. Read on the worker's pool, a megabyte at a time. A file that has become shorter fails.
  static std::shared_ptr<Feed> of(Worker& worker, Value stored);

 protected:
  std::function<void()> on_ready_;
};

}  // namespace kamel::http
