// What the user declared: routes and all that goes with them, placeholders resolved, not yet compiled.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/diagnostics.h"
#include "dsl/node.h"
#include "dsl/placeholders.h"

namespace kamel {

/// A `route:` (or a bare `from:`). The step list stays a Node: only the engine knows what steps there are.
struct RouteDecl {
  std::string id;               // given, or route1, route2 … in load order
  bool generated_id = false;
  Mark mark;                    // of the `route` or `from` key
  Node from;                    // the value of `from`: {uri, parameters, steps, variableReceive} or the shorthand text
  Node options;                 // the route's map without `from`: autoStartup, errorHandler, routeConfigurationId, …
  std::string digest;           // of everything that makes this route what it is: equal digests, equal behaviour
  std::string from_digest;      // of the `from` alone: equal ones need no restart of the consumer
  std::vector<Node> beans;      // local ones, of a template or Kamelet
  std::vector<std::pair<std::string, std::string>> parameters;  // of a template or Kamelet: properties for as long as the route is made
};

/// Any other top-level element: `onException`, `errorHandler`, `routeConfiguration`, `rest`, `beans`, …
struct ElementDecl {
  std::string name;
  Mark mark;   // of the key
  Node value;
};

/// A routeTemplate or a Kamelet: expanded into a RouteDecl each time it is used.
struct TemplateDecl {
  std::string id;
  Mark mark;
  Node definition;  // of `routeTemplate`, or a Kamelet's spec
  bool kamelet = false;
};

/// Everything that a set of files declares.
struct RouteSet {
  std::string name;  // of the integration: metadata.name, --name, or the first file's
  std::vector<RouteDecl> routes;
  std::vector<ElementDecl> elements;
  std::vector<TemplateDecl> templates;
  std::vector<SourcePtr> sources;
  Properties properties;

  const RouteDecl* find(std::string_view id) const noexcept;
  const TemplateDecl* find_template(std::string_view id) const noexcept;
};

/// Reads sources (Camel YAML lists; documents of kind Integration, Kamelet, Pipe; Camel K modelines) into one set. Reports every
/// problem of every source: bad YAML, an unknown top-level element, a route without `from` or steps, duplicate ids, unresolved placeholders,
/// a missing template parameter. With errors the set is partial and only good for further checks.
RouteSet load_routes(const std::vector<SourcePtr>& sources, Properties properties, Diagnostics& diagnostics);

/// Expands a template with parameters into a route named `route_id`. nullopt (and a diagnostic) when a required parameter is missing.
/// Placeholders of the body are looked up in the parameters first, then in the set's properties (for Kamelets also camel.kamelet.NAME.key).
std::optional<RouteDecl> expand_template(const TemplateDecl& from, std::string route_id, const std::vector<std::pair<std::string, std::string>>& parameters,
                                         const RouteSet& set, const Mark& used_at, Diagnostics& diagnostics);

/// How one set becomes another. Ids refer to the newer set, except `removed`.
struct RouteDiff {
  std::vector<std::string> added, removed;
  std::vector<std::string> swapped;    // same `from`: the consumer stays, the program changes
  std::vector<std::string> restarted;  // another `from`
  std::vector<std::string> unchanged;
};
RouteDiff diff(const RouteSet& before, const RouteSet& after);

}  // namespace kamel
