// REST services become routes: one for each operation, whose `from` is the rest component.
#include "dsl/rest.h"

#include <algorithm>
#include <set>

#include "dsl/loader.h"

namespace kamel {
namespace {

constexpr std::string_view kIllegalArgument = "java.lang.IllegalArgumentException";

std::optional<std::string> text_of(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node != nullptr && node->is_scalar() ? std::optional(node->text) : std::nullopt;
}

bool disabled(const Node& map) { return text_of(map, "disabled") == "true"; }

Node scalar(std::string text, const Mark& mark) {
  Node node;
  node.kind = Node::Kind::Scalar;
  node.text = std::move(text);
  node.quoted = true;
  node.mark = mark;
  return node;
}

Node map_at(const Mark& mark) {
  Node node;
  node.kind = Node::Kind::Map;
  node.mark = mark;
  return node;
}

Node list_of(Node item) {
  Node node;
  node.kind = Node::Kind::List;
  node.mark = item.mark;
  node.items.push_back(std::move(item));
  return node;
}

std::string_view without_query(std::string_view path) { return path.substr(0, path.find('?')); }

/// An operation of a service, and what it becomes.
struct Operation {
  std::string method;
  Mark mark;
  const Node* verb;
  const Node* rest;

  std::string path() const { return text_of(*verb, "path").value_or(""); }
  /// "rest:get:/shop:/orders/{id}"
  std::string uri() const {
    const auto base = text_of(*rest, "path");
    const std::string own(without_query(path()));
    if (base && verb->find("path") != nullptr) return "rest:" + method + ":" + *base + ":" + own;
    return "rest:" + method + ":" + base.value_or(own.empty() ? "/" : own);
  }
  /// The endpoint's URI, where it is no more than one.
  std::string target() const {
    const Node* to = verb->find("to");
    if (to == nullptr || to->is_scalar()) return to == nullptr ? "" : to->text;
    return to->find("parameters") == nullptr ? text_of(*to, "uri").value_or("") : "";
  }
};

std::vector<Operation> operations_of(const Node& rest) {
  std::vector<Operation> out;
  for (const Node::Entry& entry : rest.entries) {
    if (std::ranges::find(rest_verbs(), entry.key) == rest_verbs().end()) continue;
    for (const Node& verb : entry.value.items) {
      if (!disabled(verb)) out.push_back({entry.key, verb.mark, &verb, &rest});
    }
  }
  return out;
}

// What the connector that serves needs to know: the operation, and the service without its operations.
Node binding_of(const Operation& operation) {
  Node binding = map_at(operation.mark);
  Node rest = *operation.rest;
  std::erase_if(rest.entries, [](const Node::Entry& entry) { return std::ranges::find(rest_verbs(), entry.key) != rest_verbs().end(); });
  binding.entries.push_back({"method", operation.mark, scalar(operation.method, operation.mark)});
  binding.entries.push_back({"verb", operation.mark, *operation.verb});
  binding.entries.push_back({"rest", operation.mark, std::move(rest)});
  return binding;
}

RouteDecl route_of(const std::string& uri, Node steps, const Mark& mark) {
  RouteDecl route;
  route.mark = mark;
  route.options = map_at(mark);
  route.from = map_at(mark);
  route.from.entries.push_back({"uri", mark, scalar(uri, mark)});
  route.from.entries.push_back({"steps", mark, std::move(steps)});
  return route;
}

Node step(std::string_view name, Node value) {
  Node item = map_at(value.mark);
  const Mark mark = value.mark;
  item.entries.push_back({std::string(name), mark, std::move(value)});
  return item;
}

const Node* steps_of(const RouteDecl& route) { return route.from.find("steps"); }

}  // namespace

std::optional<std::string> RestConfiguration::text(std::string_view name) const {
  for (auto element = set_.elements.rbegin(); element != set_.elements.rend(); ++element) {
    if (element->name != "restConfiguration") continue;
    if (auto text = text_of(element->value, name)) return text;
  }
  return set_.properties.get("camel.rest." + std::string(name));
}

bool RestConfiguration::flag(std::string_view name, bool otherwise) const {
  const auto given = text(name);
  return given ? *given == "true" : otherwise;
}

std::vector<std::pair<std::string, std::string>> RestConfiguration::properties(std::string_view name) const {
  std::vector<std::pair<std::string, std::string>> out;
  for (const ElementDecl& element : set_.elements) {
    const Node* list = element.name == "restConfiguration" ? element.value.find(name) : nullptr;
    if (list == nullptr) continue;
    for (const Node& item : list->items) {
      std::string key = text_of(item, "key").value_or("");
      std::erase_if(out, [&](const auto& given) { return given.first == key; });
      out.emplace_back(std::move(key), text_of(item, "value").value_or(""));
    }
  }
  return out;
}

std::string join_rest_paths(std::string_view base, std::string_view path) {
  while (base.ends_with('/')) base.remove_suffix(1);
  while (path.starts_with('/')) path.remove_prefix(1);
  std::string out(base);
  if (!path.empty()) out.append("/").append(path);
  return out.starts_with('/') ? out : "/" + out;
}

void Loader::rests() {
  const RestConfiguration configuration(set_);
  for (const ElementDecl& element : set_.elements) {
    if (element.name == "restConfiguration") {
      Options::read(element.value, rest_configuration_fields(), {.what = "restConfiguration", .common = false}, diagnostics_);
    }
  }
  document_route(configuration);
  for (const ElementDecl& element : set_.elements) {
    if (element.name != "rest" || !check_rest(element, configuration)) continue;
    for (RouteDecl& route : rest_routes(element)) place_route(std::move(route), element.mark);
  }
  if (configuration.flag("inlineRoutes", true)) inline_routes();
}

// Camel's own checks, beside those of the fields.
bool Loader::check_rest(const ElementDecl& element, const RestConfiguration& configuration) {
  const std::size_t before = diagnostics_.errors();
  Options::read(element.value, rest_fields(), {.what = "a REST service"}, diagnostics_);
  if (diagnostics_.errors() != before) return false;
  std::set<std::string> paths, targets;
  const auto operations = operations_of(element.value);
  const auto complain = [&](const Mark& mark, std::string what, std::string hint) {
    diagnostics_.error(mark, std::move(what), std::move(hint), std::string(kIllegalArgument));
  };
  if (!operations.empty() && element.value.find("openApi") != nullptr)
    complain(element.mark, "a REST service has either operations or openApi", "make it two services");
  for (const Operation& operation : operations) {
    if (operation.verb->find("to") == nullptr) complain(operation.mark, "a REST operation needs 'to'", "name the endpoint that answers: to: direct:orders");
    if (!paths.insert(operation.method + ":" + operation.path()).second)
      complain(operation.mark, "the operation " + operation.method + " " + operation.path() + " is there twice", "give one of them another path");
    const std::string target = operation.target();
    if (configuration.flag("inlineRoutes", true) && target.starts_with("direct:") && !targets.insert(target).second)
      complain(operation.mark, "two operations of a service name " + target, "set inlineRoutes: false in restConfiguration");
  }
  return diagnostics_.errors() == before;
}

std::vector<RouteDecl> Loader::rest_routes(const ElementDecl& element) {
  std::vector<RouteDecl> out;
  if (disabled(element.value)) return out;
  for (const Operation& operation : operations_of(element.value)) {
    RouteDecl route = route_of(operation.uri(), list_of(step("to", *operation.verb->find("to"))), operation.mark);
    route.options.entries.push_back({std::string(kRestBinding), operation.mark, binding_of(operation)});
    route.id = text_of(*operation.verb, "routeId").value_or(text_of(*operation.verb, "id").value_or(""));
    route.generated_id = route.id.empty();
    out.push_back(std::move(route));
  }
  const Node* contract = element.value.find("openApi");
  if (contract == nullptr || disabled(*contract)) return out;
  // The operations are the document's; the step is there because a route needs one.
  RouteDecl route = route_of("rest-openapi:" + text_of(*contract, "specification").value_or(""), list_of(step("stop", map_at(contract->mark))), element.mark);
  Node binding = map_at(element.mark);
  binding.entries.push_back({"verb", element.mark, *contract});
  binding.entries.push_back({"rest", element.mark, element.value});
  route.options.entries.push_back({std::string(kRestBinding), element.mark, std::move(binding)});
  route.id = text_of(*contract, "routeId").value_or("");
  route.generated_id = route.id.empty();
  out.push_back(std::move(route));
  return out;
}

// The route that serves the OpenAPI document: it stands before the services', and takes its number first.
void Loader::document_route(const RestConfiguration& configuration) {
  const auto path = configuration.text("apiContextPath");
  if (!path) return;
  Mark mark;
  for (const ElementDecl& element : set_.elements) {
    if (element.name == "restConfiguration" && element.value.find("apiContextPath") != nullptr) mark = element.mark;
  }
  const std::string uri = "rest-api:" + *path;
  RouteDecl route = route_of(uri, list_of(step("to", scalar(uri, mark))), mark);
  route.id = configuration.text_or("apiContextRouteId", "");
  route.generated_id = route.id.empty();
  if (route.id.empty()) route.id = next_id();
  place_route(std::move(route), mark);
}

// Behind the routes of the same source.
void Loader::place_route(RouteDecl route, const Mark& mark) {
  const auto rank = [&](const SourcePtr& source) { return std::ranges::find(set_.sources, source) - set_.sources.begin(); };
  auto place = set_.routes.end();
  while (place != set_.routes.begin() && rank(std::prev(place)->mark.source) > rank(mark.source)) --place;
  set_.routes.insert(place, std::move(route));
}

// A route from direct: that an operation names serves it itself, under its own id if it has one.
void Loader::inline_routes() {
  std::set<std::string> taken_in;
  const auto uri_of = [](const RouteDecl& route) { return text_of(route.from, "uri").value_or(""); };
  for (RouteDecl& route : set_.routes) {
    const Node* binding = route.options.find(kRestBinding);
    const Node* verb = binding != nullptr && uri_of(route).starts_with("rest:") ? binding->find("verb") : nullptr;
    if (verb == nullptr) continue;
    const std::string target = Operation{"", {}, verb, nullptr}.target();
    const auto called = target.starts_with("direct:") ? std::ranges::find(set_.routes, target, uri_of) : set_.routes.end();
    if (called == set_.routes.end()) continue;
    RouteDecl served = *called;
    served.options.entries.push_back({std::string(kRestBinding), route.mark, *binding});
    served.from = route_of(uri_of(route), *steps_of(*called), route.mark).from;
    if (served.generated_id) {
      served.id = route.id;
      served.generated_id = route.generated_id;
    }
    route = std::move(served);
    taken_in.insert(target);
  }
  std::erase_if(set_.routes, [&](const RouteDecl& route) { return taken_in.contains(uri_of(route)); });
}

}  // namespace kamel
