// What routes tell without being compiled: where they read, where they send, whether they serve HTTP.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/route.h"
#include "dsl/uri.h"

namespace kamel::cluster {

struct RouteFacts {
  std::vector<EndpointUri> from;
  std::vector<EndpointUri> to;         // of to, toD, wireTap, enrich, dead letters …: those whose scheme is written out
  std::vector<std::string> kamelets;   // names, each once
  bool serves_http = false;            // some `from` waits for requests, or there is a `rest:`
  bool passive = true;                 // every `from` waits for others: HTTP, direct, seda …
  bool has_rest = false;
  bool elects = false;                 // some `from` is master:name:uri; `from` above has what stands behind it
};

/// Kamelets that the set has are looked into, with the parameters given; those that it lacks are passive.
RouteFacts route_facts(const RouteSet& set);

/// Whether endpoints of a scheme wait for requests.
bool is_http_scheme(std::string_view scheme) noexcept;

}  // namespace kamel::cluster
