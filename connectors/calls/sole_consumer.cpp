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
  if (colon == std::string_view::npos) {  // `uri: direct`, and the name among the parameters
    const Node* parameters = route.from.find("parameters");
    const Node* name = parameters != nullptr ? parameters->find("name") : nullptr;
    return name != nullptr ? std::string(text) + "://" + name->text : "";
  }
  std::string_view path = text.substr(colon + 1);
  if (path.starts_with("//")) path.remove_prefix(2);
  return std::string(text.substr(0, colon)) + "://" + std::string(path);
}

}  // namespace

bool is_sole_consumer(const EndpointDecl& decl, Assembler& assembler) {
  const std::string endpoint = decl.uri.scheme + "://" + decl.uri.path;
  for (const RouteDecl& route : assembler.set().routes) {
    if (route.id == assembler.route_id()) break;
    if (from_of(route) != endpoint) continue;
    assembler.error(decl.mark, "Failed to start route: " + assembler.route_id() + " because: Multiple consumers for the same endpoint is not allowed: " + endpoint,
                    "route '" + route.id + "' (" + route.mark.text() + ") consumes from it already", "org.apache.camel.FailedToStartRouteException");
    return false;
  }
  return true;
}

}  // namespace kamel::connectors
