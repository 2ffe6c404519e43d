// NamedValues: a short flat list of named values. Headers, exchange properties and variables are ones.
#pragma once

#include <string_view>
#include <vector>

#include "dsl/value.h"

namespace kamel {

/// Whether two names are equal with ASCII case ignored.
bool same_ignoring_case(std::string_view a, std::string_view b) noexcept;

/// Linear look-up: messages carry few names, and a flat list is faster than any hash up to dozens. Keeps its memory when cleared.
/// With kIgnoreCase an overwrite keeps the first spelling of the name, as Camel's header map does.
template <bool kIgnoreCase>
class NamedValues {
 public:
  struct Entry {
    Slice name;
    Value value;
  };
  using Entries = std::vector<Entry, pool::Allocator<Entry>>;

  /// nullptr when there is no such name.
  const Value* find(std::string_view name) const noexcept {
    for (const Entry& entry : entries_) {
      if (same(entry.name, name)) return &entry.value;
    }
    return nullptr;
  }
  Value* find(std::string_view name) noexcept { return const_cast<Value*>(std::as_const(*this).find(name)); }
  /// Null when there is no such name.
  Value get(std::string_view name) const {
    const Value* found = find(name);
    return found != nullptr ? *found : Value();
  }
  bool has(std::string_view name) const noexcept { return find(name) != nullptr; }
  void set(Slice name, Value value) {
    if (Value* found = find(name)) {
      *found = std::move(value);
    } else {
      add(std::move(name), std::move(value));
    }
  }
  /// Adds without looking for the name first: for a reader that knows it is new. The value is made in its place.
  template <class V>
  void add(Slice name, V&& value) {
    entries_.emplace_back(std::move(name), std::forward<V>(value));
  }
  /// Whether the name was there.
  bool erase(std::string_view name) {
    return erase_if([name](const Entry& entry) { return same(entry.name, name); }) != 0;
  }
  template <class Predicate>
  std::size_t erase_if(Predicate predicate) {
    return std::erase_if(entries_, predicate);
  }
  void clear() noexcept { entries_.clear(); }
  std::size_t size() const noexcept { return entries_.size(); }
  bool empty() const noexcept { return entries_.empty(); }
  auto begin() const noexcept { return entries_.begin(); }
  auto end() const noexcept { return entries_.end(); }
  auto begin() noexcept { return entries_.begin(); }
  auto end() noexcept { return entries_.end(); }
  /// As a map, in Camel's order: headers sorted with case ignored, the others as they were set.
  Map to_map() const;

 private:
  static bool same(std::string_view a, std::string_view b) noexcept {
    if constexpr (kIgnoreCase) {
      return a.size() == b.size() && (a == b || same_ignoring_case(a, b));
    } else {
      return a == b;
    }
  }
  Entries entries_;
};

using Headers = NamedValues<true>;
using ExchangeProperties = NamedValues<false>;
using Variables = NamedValues<false>;

extern template class NamedValues<true>;
extern template class NamedValues<false>;

}  // namespace kamel
