// StoredBody: a body that is too large for memory, in a file that only this process sees.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dsl/error.h"
#include "dsl/value.h"

namespace kamel {
class Context;
}

namespace kamel::connectors {

/// Immutable; any thread. What knows it reads it piece by piece (`read`); everything else sees a stream of bytes, for which the file is mapped.
/// The file has no name: it is gone with the last reference, or with the process.
class StoredBody final : public Object {
 public:
  /// Owns the descriptor.
  StoredBody(int descriptor, std::uint64_t size) noexcept : descriptor_(descriptor), size_(size) {}
  ~StoredBody() override;

  std::uint64_t size() const noexcept { return size_; }
  /// Copies up to `bytes` bytes from `offset`, and says how many: 0 at the end, negative on failure (errno).
  std::ptrdiff_t read(std::uint64_t offset, char* to, std::size_t bytes) const noexcept;
  /// The whole, as memory that the kernel fills when it is looked at. Empty when it cannot be mapped.
  Slice map() const;

  /// What Camel's stream caching makes of such a body.
  std::string_view java_class() const noexcept override { return "org.apache.camel.converter.stream.FileInputStreamCache"; }
  std::string text() const override { return map().str(); }
  std::optional<Value> converted() const override { return Value::stream(map()); }

 private:
  int descriptor_;
  std::uint64_t size_;
};

/// Where bodies are stored, and from which size on.
struct StoreRules {
  std::size_t threshold = 1024 * 1024;  // up to this many bytes stay in memory
  std::string directory = "/tmp";
  /// camel.main.streamCachingSpoolThreshold and …SpoolDirectory, else TMPDIR, else /tmp.
  static StoreRules of(const Context& context);
};

/// Stores a body while it comes. One thread at a time; `append` and `finish` may block for the disk.
class BodyStore {
 public:
  static Result<std::unique_ptr<BodyStore>> open(const StoreRules& rules);
  explicit BodyStore(int descriptor) noexcept : descriptor_(descriptor) {}
  BodyStore(const BodyStore&) = delete;
  BodyStore& operator=(const BodyStore&) = delete;
  ~BodyStore();
  Result<> append(std::string_view bytes);
  std::uint64_t size() const noexcept { return size_; }
  /// The body as a value: an object that is a StoredBody. Nothing may be appended afterwards.
  Value finish() noexcept;

 private:
  int descriptor_;
  std::uint64_t size_ = 0;
};

}  // namespace kamel::connectors
