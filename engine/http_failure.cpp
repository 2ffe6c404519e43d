#include "engine/http_failure.h"

#include <memory>

namespace kamel {
namespace {

template <class Text>
Value text_or_null(const std::optional<Text>& text) {
  return text ? Value(*text) : Value();
}

// Of two headers of one name the last one counts.
Value map_of(const std::vector<std::pair<std::string, std::string>>& headers) {
  Map map;
  for (const auto& [name, value] : headers) map.set(name, Value(value));
  return Value(std::move(map));
}

}  // namespace

Error HttpFailure::make(HttpFailure answer) {
  std::string message = "HTTP operation failed invoking " + answer.uri + " with statusCode: " + std::to_string(answer.status);
  if (answer.location) message += ", redirectLocation: " + *answer.location;
  return {"org.apache.camel.http.base.HttpOperationFailedException", std::move(message), std::make_shared<const HttpFailure>(std::move(answer))};
}

std::optional<Value> HttpFailure::get(std::string_view method) const {
  if (method == "getUri") return Value(uri);
  if (method == "getStatusCode" || method == "getHttpResponseCode") return Value(std::int32_t{status});
  if (method == "getStatusText" || method == "getHttpResponseStatus") return reason.empty() ? Value() : Value(reason);
  if (method == "getResponseBody") return text_or_null(body);
  if (method == "getResponseHeaders") return map_of(headers);
  if (method == "getRedirectLocation") return text_or_null(location);
  if (method == "hasRedirectLocation") return Value(location.has_value());
  if (method == "isRedirectError") return Value(status >= 300 && status < 400);
  return std::nullopt;
}

}  // namespace kamel
