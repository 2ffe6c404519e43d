#include "kamel-cli/lint/kamelets.h"

#include <algorithm>

#include "dsl/diagnostics.h"

namespace kamel::cli {
namespace {

bool refers_to(const Node& node, const std::string& name) {
  const std::string_view text = node.text;
  if (node.is_scalar() && (text == name || (text.starts_with("kamelet:") && text.find(name) != std::string_view::npos))) return true;
  return std::ranges::any_of(node.items, [&](const Node& item) { return refers_to(item, name); }) ||
         std::ranges::any_of(node.entries, [&](const Node::Entry& entry) { return refers_to(entry.value, name); });
}

bool is_used(const RouteSet& set, const std::string& name) {
  return std::ranges::any_of(set.routes, [&](const RouteDecl& route) { return refers_to(route.from, name) || refers_to(route.options, name); });
}

std::string scalar_in(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found != nullptr && found->is_scalar() ? found->text : "";
}

// An example of the property, or something of its type.
std::string value_of(const Node& property) {
  const std::string example = scalar_in(property, "example");
  if (!example.empty() && example.find("{{") == std::string::npos) return example;
  const Node* choices = property.find("enum");
  if (choices != nullptr && !choices->items.empty()) return choices->items.front().text;
  const std::string type = scalar_in(property, "type");
  if (type == "boolean") return "true";
  return type == "integer" || type == "number" ? "1" : "x";
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

// Whether a text of the template cannot do without the property.
bool needs(const Node& node, const std::string& name) {
  if (node.is_scalar() && node.text.find("{{" + name + "}}") != std::string::npos) return true;
  return std::ranges::any_of(node.items, [&](const Node& item) { return needs(item, name); }) ||
         std::ranges::any_of(node.entries, [&](const Node::Entry& entry) { return needs(entry.value, name); });
}

std::string parameters_of(const TemplateDecl& kamelet) {
  const Node* definition = kamelet.definition.find("definition");
  const Node* required = definition != nullptr ? definition->find("required") : nullptr;
  const Node* properties = definition != nullptr ? definition->find("properties") : nullptr;
  const Node* body = kamelet.definition.find("template");
  std::string out;
  for (const Node::Entry& property : properties != nullptr ? properties->entries : std::vector<Node::Entry>{}) {
    if (property.value.find("default") != nullptr) continue;
    const bool is_required = required != nullptr && std::ranges::find(required->items, property.key, &Node::text) != required->items.end();
    if (is_required || (body != nullptr && needs(*body, property.key))) out += (out.empty() ? "" : ", ") + property.key + ": " + quoted(value_of(property.value));
  }
  return "{" + out + "}";
}

bool is_source(const TemplateDecl& kamelet) {
  const Node* body = kamelet.definition.find("template");
  if (body != nullptr && body->find("route") != nullptr) body = body->find("route");
  const Node* from = body != nullptr ? body->find("from") : nullptr;
  return from != nullptr && !scalar_in(*from, "uri").starts_with("kamelet:source") && !scalar_in(*from, "uri").starts_with("kamelet://source");
}

std::string route_using(const TemplateDecl& kamelet) {
  const std::string endpoint = "{uri: 'kamelet:" + kamelet.id + "/" + kamelet.id + "', parameters: " + parameters_of(kamelet);
  if (is_source(kamelet)) return "- route: {id: 'lint-" + kamelet.id + "', from: " + endpoint + ", steps: [{to: 'log:lint'}]}}\n";
  return "- route: {id: 'lint-" + kamelet.id + "', from: {uri: 'direct:lint-" + kamelet.id + "', steps: [{to: " + endpoint + "}}]}}\n";
}

}  // namespace

void try_unused_kamelets(RouteSet& set) {
  std::string text;
  for (const TemplateDecl& candidate : set.templates) {
    if (candidate.kamelet && !is_used(set, candidate.id)) text += route_using(candidate);
  }
  if (text.empty()) return;
  Diagnostics ours;
  const auto source = std::make_shared<const Source>(Source{"(a route that uses the Kamelet)", text});
  RouteSet tried = load_routes({source}, set.properties, ours);
  for (RouteDecl& route : tried.routes) set.routes.push_back(std::move(route));
  set.sources.push_back(source);
}

}  // namespace kamel::cli
