// Which headers cross the border between HTTP and Camel: HttpHeaderFilterStrategy.
#pragma once

#include <string_view>

namespace kamel::http {

/// Camel's own: "Camel…", "org.apache.camel.…", case ignored. Neither let in nor out.
bool is_camel_header(std::string_view name) noexcept;
/// What HTTP itself takes care of (content-length, content-type, host, connection, …): never copied out of a message.
bool is_protocol_header(std::string_view name) noexcept;
/// What only makes sense in a request (accept, user-agent, cookie, …): not returned to the client unless asked for.
bool is_request_header(std::string_view name) noexcept;

}  // namespace kamel::http
