#include "dsl/pool.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace kamel::pool {
namespace {

constexpr std::size_t kSmallest = 32;
constexpr std::size_t kLargest = 64 * 1024;
constexpr std::size_t kClasses = 12;                 // 32 bytes, 64, … 64 KiB
constexpr std::size_t kKeepBytes = 4 * 1024 * 1024;  // per class and thread: more goes back to malloc

std::size_t class_of(std::size_t bytes) noexcept {
  if (bytes <= kSmallest) return 0;
  return static_cast<std::size_t>(std::bit_width(bytes - 1)) - 5;
}
std::size_t class_size(std::size_t index) noexcept { return kSmallest << index; }

struct FreeNode {
  FreeNode* next;
};

struct FreeLists {
  std::array<FreeNode*, kClasses> head{};
  std::array<std::size_t, kClasses> count{};
  bool alive = true;

  ~FreeLists() {
    alive = false;
    for (FreeNode*& first : head) {
      while (first != nullptr) std::free(std::exchange(first, first->next));
    }
  }
};

thread_local FreeLists lists;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kPooled = false;
#else
constexpr bool kPooled = true;
#endif

void* from_malloc(std::size_t bytes) {
  void* memory = std::malloc(bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* allocate(std::size_t bytes) {
  if (!kPooled || bytes > kLargest) return from_malloc(bytes == 0 ? 1 : bytes);
  const std::size_t index = class_of(bytes);
  FreeNode* node = lists.head[index];
  if (node == nullptr) return from_malloc(class_size(index));
  lists.head[index] = node->next;
  --lists.count[index];
  return node;
}

void release(void* memory, std::size_t bytes) noexcept {
  if (memory == nullptr) return;
  if (!kPooled || bytes > kLargest || !lists.alive) return std::free(memory);
  const std::size_t index = class_of(bytes);
  if (lists.count[index] * class_size(index) >= kKeepBytes) return std::free(memory);
  auto* node = static_cast<FreeNode*>(memory);
  node->next = lists.head[index];
  lists.head[index] = node;
  ++lists.count[index];
}

std::size_t usable(std::size_t bytes) noexcept {
  return bytes > kLargest ? bytes : class_size(class_of(bytes));
}

}  // namespace kamel::pool
