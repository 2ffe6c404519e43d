#include "operator/integration/route_facts.h"

#include <algorithm>
#include <array>

namespace kamel::cluster {
namespace {

constexpr auto kHttp = std::to_array<std::string_view>({"cxf", "grpc", "knative", "netty-http", "platform-http", "rest", "servlet"});
constexpr auto kPassive = std::to_array<std::string_view>(
    {"bean", "browse", "class", "controlbus", "dataformat", "dataset", "direct", "language", "log", "mock", "ref", "seda", "stub", "validator"});
constexpr auto kSends = std::to_array<std::string_view>({"to", "toD", "to-d", "wireTap", "wire-tap", "enrich", "pollEnrich", "poll", "deadLetterUri", "interceptSendToEndpoint"});
constexpr unsigned kDeepest = 10;  // Kamelets in Kamelets

bool among(std::string_view word, std::span<const std::string_view> words) noexcept { return std::ranges::find(words, word) != words.end(); }

// An endpoint as it is written: text, or {uri, parameters}, or an expression with the URI in it.
std::optional<EndpointUri> endpoint(const Node& node) {
  Diagnostics ignored;  // the loader has told about bad URIs
  const Node* uri = node.is_map() ? node.find("uri") : &node;
  if (uri == nullptr && node.is_map()) {
    for (std::string_view key : {"constant", "simple"}) {
      if (const Node* found = node.find(key)) uri = found->is_map() ? found->find("expression") : found;
    }
  }
  if (uri == nullptr || !uri->is_scalar() || uri->text.empty()) return std::nullopt;
  auto out = parse_uri(uri->text, uri->mark, ignored);
  if (!out) return std::nullopt;
  if (const Node* parameters = node.find("parameters")) {
    for (const Node::Entry& entry : parameters->entries) out->parameters.push_back({entry.key, entry.value.text, false, entry.mark});
  }
  return out;
}

struct Walk {
  const RouteSet& set;
  RouteFacts out;
  unsigned depth = 0;

  void route(const RouteDecl& route) {
    if (auto source = endpoint(route.from)) from(std::move(*source));
    inside(route.from);
    inside(route.options);
  }

  // What stands behind master:name: is what the route reads from.
  void from(EndpointUri uri) {
    if (uri.scheme == "master") {
      out.elects = true;
      Diagnostics ignored;
      auto delegate = parse_uri(uri.path.substr(std::min(uri.path.find(':'), uri.path.size() - 1) + 1), uri.mark, ignored);
      if (!delegate) return;
      delegate->parameters = std::move(uri.parameters);
      return from(std::move(*delegate));
    }
    if (uri.scheme == "kamelet") {
      if (uri.path != "source") kamelet(uri.path, uri.parameters, true);
      return;
    }
    const bool http = is_http_scheme(uri.scheme);
    out.serves_http |= http;
    out.passive &= http || among(uri.scheme, kPassive);
    out.from.push_back(std::move(uri));
  }

  // Everything below a node: steps, handlers, and what those hold.
  void inside(const Node& node) {
    for (const Node& item : node.items) inside(item);
    for (const Node::Entry& entry : node.entries) {
      if (among(entry.key, kSends)) {
        if (auto uri = endpoint(entry.value)) to(std::move(*uri));
      } else if (entry.key == "kamelet") {
        const Node* name = entry.value.is_map() ? entry.value.find("name") : &entry.value;
        if (name != nullptr) kamelet(name->text, {}, false);
      }
      inside(entry.value);
    }
  }

  void to(EndpointUri uri) {
    if (uri.scheme == "kamelet") {
      if (uri.path != "sink") kamelet(uri.path, uri.parameters, false);
    } else {
      out.to.push_back(std::move(uri));
    }
  }

  void kamelet(std::string name, const std::vector<Parameter>& parameters, bool as_source) {
    name = name.substr(0, name.find('/'));
    if (name.empty() || depth > kDeepest) return;
    const bool seen = std::ranges::find(out.kamelets, name) != out.kamelets.end();
    if (!seen) out.kamelets.push_back(name);
    const TemplateDecl* found = set.find_template(name);
    if (found == nullptr || (seen && !as_source)) return;
    std::vector<std::pair<std::string, std::string>> given;
    for (const Parameter& parameter : parameters) given.emplace_back(parameter.name, parameter.value);
    Diagnostics ignored;
    const auto expanded = expand_template(*found, name, given, set, found->mark, ignored);
    ++depth;
    if (expanded)
      route(*expanded);
    else
      inside(found->definition);
    --depth;
  }
};

}  // namespace

bool is_http_scheme(std::string_view scheme) noexcept { return among(scheme, kHttp); }

RouteFacts route_facts(const RouteSet& set) {
  Walk walk{set, {}};
  for (const RouteDecl& route : set.routes) walk.route(route);
  for (const ElementDecl& element : set.elements) {
    if (element.name == "rest") walk.out.has_rest = walk.out.serves_http = true;
    Node single;
    single.kind = Node::Kind::Map;
    single.entries.push_back({element.name, element.mark, element.value});
    walk.inside(single);
  }
  if (set.routes.empty() && !walk.out.has_rest) walk.out.passive = false;
  return std::move(walk.out);
}

}  // namespace kamel::cluster
