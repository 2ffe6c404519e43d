// Slice: bytes that are owned by count, cut and passed on without being copied.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace kamel {

/// An immutable piece of bytes. Copies share them; `sub` cuts a piece that keeps the whole alive.
/// Any thread may copy and release one; two threads may not touch the same Slice object at once.
class Slice {
 public:
  Slice() noexcept = default;
  /// Copies text into memory of its own. Implicit on purpose: names and texts are passed around as what they are.
  Slice(std::string_view text) : Slice(copy(text)) {}
  Slice(const char* text) : Slice(copy(text)) {}
  Slice(const std::string& text) : Slice(copy(text)) {}
  Slice(const Slice& other) noexcept : data_(other.data_), size_(other.size_), block_(other.block_) { retain(); }
  Slice(Slice&& other) noexcept
      : data_(std::exchange(other.data_, "")), size_(std::exchange(other.size_, 0)), block_(std::exchange(other.block_, nullptr)) {}
  Slice& operator=(Slice other) noexcept {
    swap(other);
    return *this;
  }
  ~Slice() { drop(); }

  static Slice copy(std::string_view text);
  /// Text that outlives the process's last message: a string literal. Neither copied nor counted.
  static Slice literal(std::string_view text) noexcept { return Slice(text.data(), text.size(), nullptr); }
  /// Somebody else's memory (a Kafka message, a mapped file): `release(owner)` is called, on any thread, with the last piece.
  static Slice adopt(std::string_view text, void* owner, void (*release)(void* owner) noexcept);

  std::string_view view() const noexcept { return {data_, size_}; }
  operator std::string_view() const noexcept { return view(); }
  std::string str() const { return std::string(view()); }
  const char* data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }

  /// A piece of this one; `piece` must be a view into this slice's bytes.
  Slice sub(std::string_view piece) const& noexcept { return Slice(*this).sub(piece); }
  Slice sub(std::string_view piece) && noexcept {
    Slice cut(std::move(*this));
    cut.data_ = piece.data();
    cut.size_ = piece.size();
    return cut;
  }
  /// Whether `text` lies inside this slice's bytes, so that `sub` may be used on it.
  bool holds(std::string_view text) const noexcept { return text.data() >= data_ && text.data() + text.size() <= data_ + size_; }

  void swap(Slice& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(block_, other.block_);
  }
  friend bool operator==(const Slice& a, std::string_view b) noexcept { return a.view() == b; }
  friend bool operator==(const Slice& a, const Slice& b) noexcept { return a.view() == b.view(); }
  friend bool operator==(const Slice& a, const char* b) noexcept { return a.view() == b; }

 private:
  friend class SliceBuilder;
  struct Block {
    std::atomic<std::uint32_t> references{1};
    std::size_t bytes = 0;  // of the whole block, header included; 0: adopted
    void* owner = nullptr;
    void (*release)(void*) noexcept = nullptr;
    char* text() noexcept { return reinterpret_cast<char*>(this + 1); }
  };
  Slice(const char* data, std::size_t size, Block* block) noexcept : data_(data), size_(size), block_(block) {}

  void retain() const noexcept {
    if (block_ != nullptr) block_->references.fetch_add(1, std::memory_order_relaxed);
  }
  void drop() noexcept {
    if (block_ == nullptr) return;
    // The only owner needs no locked instruction: nobody else can be adding a reference.
    if (block_->references.load(std::memory_order_acquire) == 1 || block_->references.fetch_sub(1, std::memory_order_acq_rel) == 1) destroy(block_);
  }
  static void destroy(Block* block) noexcept;

  const char* data_ = "";
  std::size_t size_ = 0;
  Block* block_ = nullptr;
};

/// Builds one Slice by appending; the memory comes from the thread's pool and is handed over uncopied.
class SliceBuilder {
 public:
  explicit SliceBuilder(std::size_t expected = 64);
  SliceBuilder(const SliceBuilder&) = delete;
  SliceBuilder& operator=(const SliceBuilder&) = delete;
  ~SliceBuilder();

  void append(std::string_view text) {
    if (size_ + text.size() > capacity_) grow(size_ + text.size());
    text.copy(block_->text() + size_, text.size());
    size_ += text.size();
  }
  void push_back(char c) { append({&c, 1}); }
  /// `bytes` writable bytes at the end, for a reader that fills them itself; `keep` of them stay after `commit`.
  char* reserve(std::size_t bytes) {
    if (size_ + bytes > capacity_) grow(size_ + bytes);
    return block_->text() + size_;
  }
  void commit(std::size_t keep) noexcept { size_ += keep; }
  std::size_t size() const noexcept { return size_; }
  std::string_view view() const noexcept { return {block_->text(), size_}; }
  void truncate(std::size_t size) noexcept { size_ = size; }
  /// Hands the text over; the builder must not be used afterwards.
  Slice finish() noexcept;

 private:
  void grow(std::size_t needed);
  Slice::Block* block_;
  std::size_t size_ = 0;
  std::size_t capacity_;
};

}  // namespace kamel
