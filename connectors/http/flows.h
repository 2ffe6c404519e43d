// Bodies of answers that are read while they are written.
#pragma once

#include <cstdint>

#include "connectors/bodies/stored_body.h"
#include "connectors/http/message.h"

namespace kamel::http {

/// Bytes in memory, given in pieces to somebody who changes them.
class SliceFlow final : public Outflow {
 public:
  explicit SliceFlow(Slice bytes) : bytes_(std::move(bytes)) {}
  State next(std::string& out) override;
  std::optional<std::uint64_t> length() const override { return bytes_.size(); }

 private:
  Slice bytes_;
  std::size_t at_ = 0;
};

/// A stored body.
class StoredFlow final : public Outflow {
 public:
  /// `body` holds a StoredBody.
  explicit StoredFlow(Value body);
  State next(std::string& out) override;
  std::optional<std::uint64_t> length() const override { return body_->size(); }

 private:
  Value value_;
  const connectors::StoredBody* body_;
  std::uint64_t at_ = 0;
};

/// A part of a file, which may be growing or shrinking: when it ends too early, the answer is cut off.
class FileFlow final : public Outflow {
 public:
  /// Owns the descriptor.
  FileFlow(int descriptor, std::uint64_t offset, std::uint64_t size) noexcept : descriptor_(descriptor), at_(offset), left_(size), size_(size) {}
  ~FileFlow() override;
  State next(std::string& out) override;
  std::optional<std::uint64_t> length() const override { return size_; }

 private:
  int descriptor_;
  std::uint64_t at_, left_, size_;
};

}  // namespace kamel::http
