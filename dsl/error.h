// Error: what went wrong at run time, told in Camel's terms so that an existing doCatch matches it.
#pragma once

#include <memory>
#include <source_location>
#include <string>
#include <string_view>

#include "dsl/expected.h"

namespace kamel {

/// An exception as a value: Camel's Java class name, a message and a cause. Cheap to copy (shared), empty when there is none.
class Error {
 public:
  Error() noexcept = default;
  /// `type` is the Java class that Camel reports, e.g. "java.lang.IllegalArgumentException".
  Error(std::string_view type, std::string message, Error cause = {});
  /// What an exception of one kind knows beyond its message: the answer of an HTTP server.
  struct Details {
    virtual ~Details() = default;
  };
  Error(std::string_view type, std::string message, std::shared_ptr<const Details> details);

  explicit operator bool() const noexcept { return state_ != nullptr; }
  /// "" when there is no error.
  std::string_view type() const noexcept;
  /// The class name without its package.
  std::string_view simple_type() const noexcept;
  std::string_view message() const noexcept;
  const Error& cause() const noexcept;
  /// nullptr: it has none. Lives as long as the error.
  const Details* details() const noexcept;
  /// As Java prints an exception: "class: message".
  std::string text() const;
  /// Whether it is of this class, or of one derived from it (see exceptions.cpp for the family tree).
  bool is_a(std::string_view java_class) const noexcept;
  friend bool operator==(const Error& a, const Error& b) noexcept { return a.state_ == b.state_; }

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// Makes `result.value()` on an error throw something readable: only programming mistakes do that.
[[noreturn]] void throw_exception_from_error(const Error& error, std::source_location where);

/// A T or an Error. Each of them converts to it, also where a T could be made from an Error (Result<bool>, Result<Value>):
/// `return Error(…)` is always a failure.
template <class T = void>
using Result = Expected<T, Error>;

/// The direct superclass of a Java exception class that Camel may report; "java.lang.Exception" for one that is not known.
std::string_view java_superclass(std::string_view java_class) noexcept;
/// Whether it is a class that exists without an application's own code: in the family tree, or below java. or org.apache.
bool is_known_exception(std::string_view java_class) noexcept;

}  // namespace kamel
