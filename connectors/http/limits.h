// The server's limits from the integration's properties.
#pragma once

#include "connectors/http/server.h"

namespace kamel::http {

/// Overwrites what the properties say: camel.server.maxBodySize, maxHeaderSize, maxConnections, maxUnpackedSize (bytes, or 10K, 5M, 2G), headerTimeout, bodyTimeout,
/// idleTimeout (durations), minimumBytes (that a body or a reader must move on by in bodyTimeout); and quarkus.http.limits.*, quarkus.http.idle-timeout.
Result<> read_limits(const Context& context, Limits& limits);
/// "10K", "5M", "2G" or plain bytes.
std::optional<std::uint64_t> parse_size(std::string_view text) noexcept;

}  // namespace kamel::http
