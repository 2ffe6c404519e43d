// Iterator: a value that gives its items one by one, as Camel's java.util.Iterator results do (tokens, CSV records, archive entries).
#pragma once

#include <optional>

#include "dsl/value.h"

namespace kamel {

/// What a split walks through without holding all of it. One pass only, as in Java: who calls `next` takes the item from everybody else
/// that shares the object. Belongs to one worker.
class Iterator : public Object {
 public:
  // One is made for each message that is taken apart: from the thread's pool.
  static void* operator new(std::size_t bytes) { return pool::allocate(bytes); }
  static void operator delete(void* memory, std::size_t bytes) noexcept { pool::release(memory, bytes); }
  /// The next item; nothing at the end, and for ever after. Where `failure` then says something, the text could not be read on.
  virtual std::optional<Value> next() = 0;
  /// Why the items ended before their time; empty when they did not.
  const Error& failure() const noexcept { return failure_; }

  std::string_view java_class() const noexcept override { return "java.util.Iterator"; }
  /// Java prints an identity here; nobody can rely on it, so the class alone will do.
  std::string text() const override { return std::string(java_class()); }

 protected:
  /// Ends the items with an error: `return fail(…)` in `next`.
  std::nullopt_t fail(Error error) {
    failure_ = std::move(error);
    return std::nullopt;
  }

 private:
  Error failure_;
};

/// All that is left of an iterator. Fails where its reading fails.
inline Result<List> drain(Iterator& items) {
  List all;
  while (std::optional<Value> item = items.next()) all.push_back(std::move(*item));
  if (items.failure()) return items.failure();
  return all;
}

}  // namespace kamel
