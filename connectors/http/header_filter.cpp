#include "connectors/http/header_filter.h"

#include <algorithm>
#include <array>

#include "connectors/http/text.h"
#include "engine/named_values.h"

namespace kamel::http {
namespace {

constexpr auto kProtocol = std::to_array<std::string_view>({"content-length", "content-type", "host", "cache-control", "connection", "date",
                                                            "pragma", "trailer", "transfer-encoding", "upgrade", "via", "warning"});
constexpr auto kRequest = std::to_array<std::string_view>({"a-im",
                                                           "accept",
                                                           "accept-charset",
                                                           "accept-encoding",
                                                           "accept-language",
                                                           "accept-datetime",
                                                           "access-control-request-method",
                                                           "access-control-request-headers",
                                                           "authorization",
                                                           "cookie",
                                                           "expect",
                                                           "forwarded",
                                                           "from",
                                                           "host",
                                                           "http2-settings",
                                                           "if-match",
                                                           "if-modified-since",
                                                           "if-none-match",
                                                           "if-range",
                                                           "if-unmodified-since",
                                                           "max-forwards",
                                                           "origin",
                                                           "prefer",
                                                           "proxy-authorization",
                                                           "range",
                                                           "referer",
                                                           "te",
                                                           "user-agent"});

template <class Names>
bool contains(const Names& names, std::string_view name) noexcept {
  return std::ranges::any_of(names, [name](std::string_view one) {
    return one.size() == name.size() && (one.front() | 0x20) == (name.front() | 0x20) && same_ignoring_case(one, name);
  });
}

}  // namespace

bool is_camel_header(std::string_view name) noexcept {
  if (name.empty()) return false;
  const int first = name.front() | 0x20;
  return (first == 'c' && starts_with_ignoring_case(name, "camel")) ||
         (first == 'o' && starts_with_ignoring_case(name, "org.apache.camel."));
}
bool is_protocol_header(std::string_view name) noexcept { return contains(kProtocol, name); }
bool is_request_header(std::string_view name) noexcept { return contains(kRequest, name); }

}  // namespace kamel::http
