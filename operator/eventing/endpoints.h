// knative: endpoints of routes, and what they mean to Knative.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operator/integration/plan.h"

namespace kamel::cluster {

/// One knative: endpoint.
struct KnativeEndpoint {
  std::string type;  // channel, endpoint, event
  std::string name;  // of the channel or Service; the event's type, or ""
  std::string api_version, kind;
  std::string broker;  // event
  bool source = false;

  /// The Kubernetes object's name: the broker for events.
  const std::string& object_name() const noexcept { return type == "event" ? broker : name; }
  /// Where the pod takes requests of a source: /channels/NAME, /events/TYPE, /
  std::string path() const;
  json::object reference() const { return {{"apiVersion", api_version}, {"kind", kind}, {"name", object_name()}}; }
};

/// nullopt: no knative: endpoint.
std::optional<KnativeEndpoint> knative_endpoint(const EndpointUri& uri, bool source);
/// As the trait lists them: a name, or a whole URI.
std::optional<KnativeEndpoint> knative_endpoint(const std::string& text, std::string_view type, bool source);

}  // namespace kamel::cluster
