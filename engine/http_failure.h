// HttpFailure: what an HttpOperationFailedException knows of the answer that it stands for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/error.h"
#include "dsl/slice.h"
#include "dsl/value.h"

namespace kamel {

/// Immutable; any thread. Source: org.apache.camel.http.base.HttpOperationFailedException.
struct HttpFailure final : Error::Details {
  std::string uri;
  int status = 0;
  std::string reason;                   // "Not Found"
  std::optional<std::string> location;  // where a redirection leads
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<Slice> body;  // as text; nullopt: the answer had none, or it is ignored

  /// The exception, with Camel's message.
  static Error make(HttpFailure answer);
  /// What a getter gives: "getStatusCode". nullopt: there is none of the name.
  std::optional<Value> get(std::string_view method) const;
};

}  // namespace kamel
