#include "connectors/calls/sole_consumer.h"

namespace kamel::connectors {
namespace {

// "scheme:path" of a route's `from`, in whichever form it is written; "" when it has none.
std::string from_of(const RouteDecl& route) {
  const Node* uri = route.from.is_map() ? route.from.find("uri") : &route.from;
  if (uri == nullptr || !uri->is_scalar()) return {};
  std::string_view text = uri->text;
  text = text.substr(0, text.find('?'));
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  std::string_view path = text.substr(colon + 1);
  if (path.starts_with("//")) path.remove_prefix(2);
  return std::string(text.substr(0, colon)) + "://" + std::string(path);
}

// The route that comes first in the set with this endpoint; or a route that runs already, keeps its source, and so is not assembled again.
const RouteDecl* rival(const std::string& endpoint, Assembler& assembler) {
  const RouteSet& set = assembler.set();
  for (const RouteDecl& route : set.routes) {
    if (route.id == assembler.route_id()) break;
    if (from_of(route) == endpoint) return &route;
  }
  const auto running = assembler.context().find_shared<Consumption>(endpoint);
  if (!running || running->route_id == assembler.route_id()) return nullptr;
  const RouteDecl* route = set.find(running->route_id);
  return route != nullptr && from_of(*route) == endpoint ? route : nullptr;
}

}  // namespace

std::shared_ptr<Consumption> claim(const EndpointDecl& decl, Assembler& assembler) {
  const std::string endpoint = decl.uri.scheme + "://" + decl.uri.path;
  if (const RouteDecl* other = rival(endpoint, assembler)) {
    assembler.error(decl.mark, "Failed to start route: " + assembler.route_id() + " because: Multiple consumers for the same endpoint is not allowed: " + endpoint,
                    "route '" + other->id + "' (" + other->mark.text() + ") consumes from it already", "org.apache.camel.FailedToStartRouteException");
    return nullptr;
  }
  auto claimed = assembler.context().shared<Consumption>(endpoint, [] { return std::make_shared<Consumption>(); });
  claimed->route_id = assembler.route_id();  // it may have been another route's before this set
  return claimed;
}

}  // namespace kamel::connectors
