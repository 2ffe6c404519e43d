// https: requests to HTTP servers over TLS.
#include "connectors/http/client.h"
#include "engine/spec.h"

namespace kamel::connectors {

ComponentSpec https() {
  return {.scheme = "https",
          .syntax = "https://host:port/path",
          .summary = "Sends the message to an HTTP server over TLS; the answer is the message from here on.",
          .fields = http::client_fields(),
          .lenient = true,
          .example = "https://example.com/orders?httpMethod=PUT&connectTimeout=5000",
          .producer = http::http_producer};
}

}  // namespace kamel::connectors
