// The server's end of a WebSocket.
#pragma once

#include <memory>
#include <string>

#include "connectors/dialogues/dialogue_source.h"
#include "connectors/websocket/frames.h"

namespace kamel::websocket {

/// A regular expression for a whole Origin. Any thread.
class OriginPattern {
 public:
  explicit OriginPattern(const std::string& pattern);
  ~OriginPattern();
  const std::string& fault() const;
  bool matches(std::string_view origin) const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

struct PeerOptions {
  bool fires_events = false;                         // exchanges for clients that come and go
  std::shared_ptr<const OriginPattern> origins;      // nullptr: any
  std::size_t message_bytes = 1024 * 1024;           // longer messages end the connection (camel.server.maxWebSocketMessageSize)
};

/// The WebSockets of this integration.
std::shared_ptr<connectors::Lines> lines_of(Context& context);
/// Serves WebSockets at `path`.
std::unique_ptr<RouteSource> make_source(Context& context, const std::string& path, PeerOptions options);

}  // namespace kamel::websocket
