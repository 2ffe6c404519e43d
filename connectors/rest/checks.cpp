// The checks of clientRequestValidation and clientResponseValidation, as Camel's default validators make them.
#include <algorithm>

#include "connectors/rest/binding.h"
#include "connectors/rest/content_type.h"
#include "engine/convert.h"

namespace kamel::rest {
namespace {

bool has_all(const Exchange& exchange, const std::vector<std::string>& names) {
  return std::ranges::all_of(names, [&](const std::string& name) { return exchange.message.headers.has(name); });
}

// Only text can be among them: a repeated parameter is a list, and so is refused.
bool is_listed(const Value& value, std::string_view list) {
  if (!value.is_text()) return false;
  for (;;) {
    const std::size_t comma = list.find(',');
    if (value.slice().view() == list.substr(0, comma)) return true;
    if (comma == list.npos) return false;
    list.remove_prefix(comma + 1);
  }
}

bool holds_broken_json(const Exchange& exchange, const std::optional<std::string>& type) {
  if (exchange.message.body.is_null() || !type || !is_accepted("application/json", type)) return false;
  const Slice text = to_text(exchange.message.body);
  return !text.view().empty() && !is_json(text);
}

}  // namespace

std::optional<RestBinding::Refusal> RestBinding::check_request(Exchange& exchange) const {
  if (!options_.validates_request) return std::nullopt;
  const auto type = header_text(exchange, "Content-Type");
  if (!is_accepted(options_.consumes, type)) return Refusal{415, {}};
  if (!is_accepted(options_.produces, header_text(exchange, "Accept"))) return Refusal{406, {}};
  if (!has_all(exchange, options_.required_queries)) return Refusal{400, "Some of the required query parameters are missing."};
  if (!has_all(exchange, options_.required_headers)) return Refusal{400, "Some of the required HTTP headers are missing."};
  for (const auto& [name, values] : options_.allowed) {
    const Value* given = exchange.message.headers.find(name);
    if (given != nullptr && !given->is_null() && !is_listed(*given, values))
      return Refusal{400, "Some of the query parameters or HTTP headers has a not-allowed value."};
  }
  if (options_.body_required) {
    const Slice text = to_text(exchange.message.body);
    if (text.view().empty()) return Refusal{400, "The request body is missing."};
    exchange.message.body = text;
  }
  if (holds_broken_json(exchange, type)) return Refusal{400, "Invalid JSon payload."};
  return std::nullopt;
}

std::optional<RestBinding::Refusal> RestBinding::check_response(Exchange& exchange) const {
  if (!options_.validates_response || exchange.failed()) return std::nullopt;
  const auto type = header_text(exchange, "Content-Type");
  if (type) {
    const std::string code = header_text(exchange, "CamelHttpResponseCode").value_or("200");
    const auto declared = [&](std::string_view of) -> std::optional<std::string> {
      const auto found = std::ranges::find(options_.response_types, of, &Pairs::value_type::first);
      return found == options_.response_types.end() ? std::nullopt : std::optional(found->second);
    };
    auto expected = declared(code);
    if (!expected) expected = declared("default");
    if (!is_accepted(expected, type)) return Refusal{500, "Invalid content-type: " + *type + " for response code: " + code};
  }
  if (!has_all(exchange, options_.response_headers)) return Refusal{500, "Some of the response HTTP headers are missing."};
  if (holds_broken_json(exchange, type)) return Refusal{500, "Invalid response JSon payload."};
  return std::nullopt;
}

}  // namespace kamel::rest
