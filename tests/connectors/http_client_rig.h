// A runtime and a server for tests of the HTTP client.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "engine/convert.h"
#include "tests/connectors/route_rig.h"
#include "tests/connectors/scripted_server.h"

namespace kamel::tests {

struct Outcome {
  Value body;
  Headers headers;
  Error error;
  std::string header(std::string_view name) const { return to_text(headers.get(name)).str(); }
};

class HttpClient : public testing::Test {
 protected:
  Outcome send(const std::string& uri, Value body = {}, std::initializer_list<std::pair<const char*, Value>> headers = {}) {
    Outcome outcome;
    rig.send(
        uri,
        [&](Exchange& exchange) {
          exchange.message.body = std::move(body);
          for (const auto& [name, value] : headers) exchange.message.headers.set(name, value);
        },
        [&](Exchange& exchange) {
          outcome.body = exchange.message.body.detached();
          outcome.headers = exchange.message.headers;
          outcome.error = exchange.exception;
        });
    return outcome;
  }
  std::string url(const std::string& path) { return "http://127.0.0.1:" + std::to_string(server.port()) + path; }
  RouteRig rig;
  ScriptedServer server;
};

}  // namespace kamel::tests
