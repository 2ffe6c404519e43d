#include "dsl/slice.h"

#include <algorithm>
#include <cstring>

#include "dsl/pool.h"

namespace kamel {

Slice Slice::copy(std::string_view text) {
  if (text.empty()) return {};
  SliceBuilder builder(text.size());
  builder.append(text);
  return builder.finish();
}

Slice Slice::adopt(std::string_view text, void* owner, void (*release)(void*) noexcept) {
  auto* block = pool::create<Block>();
  block->owner = owner;
  block->release = release;
  return Slice(text.data(), text.size(), block);
}

void Slice::destroy(Block* block) noexcept {
  if (block->bytes == 0) {
    block->release(block->owner);
    return pool::destroy(block);
  }
  const std::size_t bytes = block->bytes;
  block->~Block();
  pool::release(block, bytes);
}

namespace {
std::size_t block_bytes(std::size_t header, std::size_t text) { return pool::usable(header + text); }
}  // namespace

SliceBuilder::SliceBuilder(std::size_t expected) {
  const std::size_t bytes = block_bytes(sizeof(Slice::Block), expected);
  block_ = ::new (pool::allocate(bytes)) Slice::Block();
  block_->bytes = bytes;
  capacity_ = bytes - sizeof(Slice::Block);
}

SliceBuilder::~SliceBuilder() {
  if (block_ != nullptr) Slice::destroy(block_);
}

void SliceBuilder::grow(std::size_t needed) {
  const std::size_t bytes = block_bytes(sizeof(Slice::Block), std::max(needed, capacity_ * 2));
  auto* larger = ::new (pool::allocate(bytes)) Slice::Block();
  larger->bytes = bytes;
  std::memcpy(larger->text(), block_->text(), size_);
  Slice::destroy(std::exchange(block_, larger));
  capacity_ = bytes - sizeof(Slice::Block);
}

Slice SliceBuilder::finish() noexcept {
  Slice::Block* block = std::exchange(block_, nullptr);
  return Slice(block->text(), size_, block);
}

}  // namespace kamel
