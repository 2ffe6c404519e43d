// Failure: why the API server did not do what it was asked.
#pragma once

#include <source_location>
#include <string>

#include "dsl/expected.h"

namespace kamel::kube {

/// What came back instead of an object.
struct Failure {
  Failure() = default;
  Failure(long code, std::string short_reason, std::string text) : status(code), reason(std::move(short_reason)), message(std::move(text)) {}
  long status = 0;      // of HTTP; 0: there was no answer (no connection, a timeout, bad TLS)
  std::string reason;   // Kubernetes' word: NotFound, Conflict, AlreadyExists, Expired, Invalid …; "" without an answer
  std::string message;  // for people

  bool not_found() const noexcept { return status == 404; }
  bool conflict() const noexcept { return status == 409; }
  bool gone() const noexcept { return status == 410; }
  /// "403 Forbidden: pods is forbidden: …"
  std::string text() const;
};

template <class T = void>
using Outcome = Expected<T, Failure>;

/// Makes `outcome.value()` on a failure throw something readable: only programming mistakes do that.
[[noreturn]] void throw_exception_from_error(const Failure& failure, std::source_location where);

}  // namespace kamel::kube
