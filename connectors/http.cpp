// http: requests to HTTP servers.
#include "connectors/http/client.h"
#include "engine/spec.h"

namespace kamel::connectors {

ComponentSpec http() {
  return {.scheme = "http",
          .syntax = "http://host:port/path",
          .summary = "Sends the message to an HTTP server; the answer is the message from here on.",
          .fields = http::client_fields(),
          .lenient = true,
          .example = "http://example.com/orders?httpMethod=PUT&connectTimeout=5000",
          .producer = http::http_producer};
}

}  // namespace kamel::connectors
