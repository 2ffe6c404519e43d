// The answer to a request of the HTTP client, as a message.
#pragma once

#include <string>
#include <string_view>

#include "connectors/http/client_options.h"
#include "engine/exchange.h"

namespace kamel::http {

/// Status line and headers of an answer, taken apart: views into `head`.
struct AnswerHead {
  int status = 0;
  std::string_view reason;
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  std::string_view find(std::string_view name) const noexcept;
};
AnswerHead parse_answer(std::string_view head);

/// Makes the message of the answer. `body` is Null where the answer can have none. False: the status is a failure, and the exchange has
/// failed with HttpOperationFailedException.
bool take_answer(const AnswerHead& head, Value body, const std::string& url, const ClientOptions& options, Exchange& exchange);

}  // namespace kamel::http
