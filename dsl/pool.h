// Small thread-local free lists: what makes a warm exchange cost no call to malloc.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

namespace kamel::pool {

/// Memory for one object, taken from this thread's free list of its size class; malloc when the list is empty or
/// the size is above 64 KiB. Any thread may release it again: it then joins that thread's list.
/// Under a sanitizer every call goes to malloc, so that misuse is still seen.
void* allocate(std::size_t bytes);
void release(void* memory, std::size_t bytes) noexcept;

/// The bytes that `allocate(bytes)` really hands out: growing within them is free.
std::size_t usable(std::size_t bytes) noexcept;

/// `new T(...)` and `delete` on the pool.
template <class T, class... Args>
T* create(Args&&... args) {
  void* memory = allocate(sizeof(T));
  return ::new (memory) T(std::forward<Args>(args)...);
}
template <class T>
void destroy(T* object) noexcept {
  object->~T();
  release(object, sizeof(T));
}

/// For standard containers that live as long as a message.
template <class T>
struct Allocator {
  using value_type = T;
  Allocator() noexcept = default;
  template <class U>
  Allocator(const Allocator<U>&) noexcept {}
  T* allocate(std::size_t n) { return static_cast<T*>(pool::allocate(n * sizeof(T))); }
  void deallocate(T* p, std::size_t n) noexcept { pool::release(p, n * sizeof(T)); }
  friend bool operator==(const Allocator&, const Allocator&) noexcept { return true; }
};

}  // namespace kamel::pool
