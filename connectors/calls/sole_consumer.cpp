#include "connectors/calls/sole_consumer.h"

namespace kamel::connectors {
namespace {

// Whether it can be said without parsing that the text does not lead to the endpoint: sets of thousands of routes ask for each pair.
bool leads_elsewhere(std::string_view text, const EndpointUri& to) {
  if (!text.starts_with(to.scheme)) return true;
  const bool has_name = text.find(':') != std::string_view::npos;
  return has_name && text.find('%') == std::string_view::npos && text.find(to.path) == std::string_view::npos;
}

// The endpoint of a route's `from`, in whichever form it is written, if it may be `like` the other.
std::optional<EndpointUri> from_of(const RouteDecl& route, const EndpointUri& like, std::string_view syntax) {
  const Node* uri = route.from.is_map() ? route.from.find("uri") : &route.from;
  if (uri == nullptr || !uri->is_scalar() || leads_elsewhere(uri->text, like)) return std::nullopt;
  Diagnostics unread;  // the route's own compilation reports them
  auto parsed = parse_uri(uri->text, uri->mark, unread);
  const Node* const parameters = route.from.find("parameters");
  if (!parsed || parameters == nullptr) return parsed;
  for (const Node::Entry& entry : parameters->entries) {
    if (entry.value.is_scalar()) parsed->parameters.push_back({.name = entry.key, .value = entry.value.text, .raw = false, .mark = entry.mark});
  }
  fill_path(*parsed, syntax);
  return parsed;
}

bool equal(const EndpointUri& one, const EndpointUri& other, Same same) {
  if (same == Same::NameAndParameters) return one.identity() == other.identity();
  return one.scheme == other.scheme && one.path == other.path;
}

}  // namespace

bool is_sole_consumer(const EndpointDecl& decl, Assembler& assembler, Same same) {
  for (const RouteDecl& route : assembler.set().routes) {
    if (route.id == assembler.route_id()) break;
    const auto other = from_of(route, decl.uri, decl.spec.syntax);
    if (!other || !equal(*other, decl.uri, same)) continue;
    const std::string endpoint = same == Same::Name ? decl.uri.scheme + "://" + decl.uri.path : decl.uri.text();
    assembler.error(decl.mark, "Failed to start route: " + assembler.route_id() + " because: Multiple consumers for the same endpoint is not allowed: " + endpoint,
                    "route '" + route.id + "' (" + route.mark.text() + ") consumes from it already", "org.apache.camel.FailedToStartRouteException");
    return false;
  }
  return true;
}

}  // namespace kamel::connectors
