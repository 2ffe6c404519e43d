// Expected: a value, or why there is none. As C++23's std::expected, which this becomes with that standard; like boost::system::result in
// that both convert to it by themselves, but without Boost's error codes, which would be compiled into every file that includes this.
#pragma once

#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>

namespace kamel {

/// A T or an E, which must be default constructible and movable without throwing. `value()` on a failure calls
/// throw_exception_from_error(error, where), found beside E: only programming mistakes do that. `*` and `->` ask for a value that is there.
template <class T, class E>
class [[nodiscard]] Expected {
 public:
  using value_type = T;
  using error_type = E;

  Expected()
    requires std::is_default_constructible_v<T>
      : has_value_(true), value_() {}
  /// Always a failure, also where a T could be made from an E.
  Expected(E error) noexcept : has_value_(false), error_(std::move(error)) {}
  template <class A = T>
    requires(std::is_convertible_v<A, T> && !std::is_same_v<std::remove_cvref_t<A>, Expected> && !std::is_same_v<std::remove_cvref_t<A>, E>)
  Expected(A&& value) : has_value_(true), value_(std::forward<A>(value)) {}
  template <class A = T>
    requires(std::is_constructible_v<T, A> && !std::is_convertible_v<A, T> && !std::is_same_v<std::remove_cvref_t<A>, Expected> &&
             !std::is_convertible_v<A, E>)
  explicit Expected(A&& value) : has_value_(true), value_(std::forward<A>(value)) {}
  template <class U>
    requires(std::is_convertible_v<U, T> && !std::is_same_v<U, T>)
  Expected(Expected<U, E> other) : has_value_(other.has_value()) {
    if (has_value_)
      std::construct_at(&value_, std::move(*other));
    else
      std::construct_at(&error_, std::move(other).error());
  }
  Expected(const Expected& other) : has_value_(other.has_value_) {
    if (has_value_)
      std::construct_at(&value_, other.value_);
    else
      std::construct_at(&error_, other.error_);
  }
  Expected(Expected&& other) noexcept(std::is_nothrow_move_constructible_v<T>) : has_value_(other.has_value_) {
    if (has_value_)
      std::construct_at(&value_, std::move(other.value_));
    else
      std::construct_at(&error_, std::move(other.error_));
  }
  Expected& operator=(Expected other) noexcept(std::is_nothrow_move_constructible_v<T>) {
    static_assert(std::is_nothrow_move_constructible_v<T>);
    std::destroy_at(this);
    std::construct_at(this, std::move(other));
    return *this;
  }
  ~Expected() {
    if (has_value_)
      std::destroy_at(&value_);
    else
      std::destroy_at(&error_);
  }

  bool has_value() const noexcept { return has_value_; }
  bool has_error() const noexcept { return !has_value_; }
  explicit operator bool() const noexcept { return has_value_; }

  T& value(std::source_location where = std::source_location::current()) & { return checked(where), value_; }
  const T& value(std::source_location where = std::source_location::current()) const& { return checked(where), value_; }
  T value(std::source_location where = std::source_location::current()) && { return checked(where), std::move(value_); }
  T& operator*() & noexcept { return value_; }
  const T& operator*() const& noexcept { return value_; }
  T operator*() && { return std::move(value_); }
  T* operator->() noexcept { return &value_; }
  const T* operator->() const noexcept { return &value_; }

  /// An empty E when there is a value.
  E error() const& { return has_value_ ? E() : error_; }
  E error() && { return has_value_ ? E() : std::move(error_); }

 private:
  void checked(std::source_location where) const {
    if (!has_value_) throw_exception_from_error(error_, where);
  }

  bool has_value_;
  union {
    T value_;
    E error_;
  };
};

/// Done, or why not.
template <class E>
class [[nodiscard]] Expected<void, E> {
 public:
  using value_type = void;
  using error_type = E;

  Expected() noexcept : has_value_(true) {}
  Expected(E error) noexcept : has_value_(false), error_(std::move(error)) {}

  bool has_value() const noexcept { return has_value_; }
  bool has_error() const noexcept { return !has_value_; }
  explicit operator bool() const noexcept { return has_value_; }
  void value(std::source_location where = std::source_location::current()) const {
    if (!has_value_) throw_exception_from_error(error_, where);
  }
  E error() const& { return error_; }
  E error() && { return std::move(error_); }

 private:
  bool has_value_;
  E error_;
};

}  // namespace kamel
