// A runtime with every part of the product, fed with routes as text.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "engine/catalogs.h"
#include "engine/registry.h"
#include "engine/runtime.h"

namespace kamel::tests {

class RouteRig {
 public:
  explicit RouteRig(RuntimeOptions options = {})
      : registry(steps::catalog(), languages::catalog(), formats::catalog(), connectors::catalog()),
        runtime(registry, std::move(options)) {}

  /// The routes that now run instead of those before; what is wrong with them, or "".
  std::string apply(std::string yaml) {
    Properties copy = properties;
    Diagnostics diagnostics;
    RouteSet set = load_routes({std::make_shared<const Source>("test.yaml", std::move(yaml))}, std::move(copy), diagnostics);
    runtime.apply(std::move(set), diagnostics);
    return diagnostics.has_errors() ? diagnostics.text() : "";
  }
  /// Sends a message, and gives what came back.
  void send(const std::string& uri, const std::function<void(Exchange&)>& prepare, const std::function<void(Exchange&)>& done) {
    const auto sent = runtime.send_and_wait(uri, Pattern::InOut, prepare, done);
    ASSERT_TRUE(sent.has_value()) << sent.error().text();
  }

  Properties properties;
  Registry registry;
  Runtime runtime;
};

}  // namespace kamel::tests
