// The environment of an integration: which Knative resources its URIs stand for, as Camel K's operator writes it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/knative/filter.h"
#include "dsl/placeholders.h"

namespace kamel::knative {

enum class Side : std::uint8_t { Source, Sink };

/// One service of the environment.
struct Resource {
  std::string type;  // endpoint, channel, event
  std::string name;
  Side side = Side::Sink;
  bool has_side = false;
  std::string url, path;
  std::string api_version, kind, object_name;
  std::optional<bool> reply;
  std::string content_type, event_type;
  EventFilter filter;  // attribute (or ce-header) → exact text or regular expression; or a list in a trigger's dialects
  std::map<std::string, std::string> overrides;  // header → value
};

/// What an endpoint asks for.
struct Wanted {
  std::string type, name;
  Side side = Side::Sink;
  std::string api_version, kind, object_name;
};

class Environment {
 public:
  /// From camel.knative.environment (JSON, or file:path), the properties camel.component.knative.environment.resources[i].*, or
  /// CAMEL_KNATIVE_CONFIGURATION; K_SINK and K_CE_OVERRIDES besides. Fails with what cannot be read.
  static Result<Environment> load(const Properties& properties);
  /// From one of the two JSON forms: {"services": […]} and {"resources": […]}.
  static Result<Environment> parse(const std::string& json);

  bool empty() const noexcept { return resources_.empty() && sink_.empty(); }
  /// The resource meant; else one called "default"; else, for sinks, K_SINK. nullopt: none.
  std::optional<Resource> find(const Wanted& wanted) const;

 private:
  std::vector<Resource> resources_;
  std::string sink_;  // K_SINK
  std::map<std::string, std::string> overrides_;  // K_CE_OVERRIDES
};

/// Whether an event is one that a trigger with these filters would deliver.
bool matches(const std::map<std::string, std::string>& filters, const CloudEvent& event);
/// One value of one filter: equal, or fully matched as a regular expression. As in Camel, what counts of a value is behind its last comma.
bool matches(const std::string& filter, std::string_view value);

}  // namespace kamel::knative
