// The rest component: serves the operations of REST services, and calls those of others.
#include <algorithm>
#include <array>

#include "connectors/rest/binding.h"
#include "connectors/rest/call.h"
#include "engine/spec.h"

namespace kamel::connectors {
namespace {

using rest::RestBinding;

constexpr std::string_view kPojo = "there are no Java classes: bodies become maps and lists";
constexpr auto kModes = std::to_array<std::string_view>({"off", "auto", "json", "xml", "json_xml"});
constexpr auto kMethods = std::to_array<std::string_view>({"get", "post", "put", "delete", "patch", "head", "trace", "connect", "options"});

constexpr Field kFields[] = {
    {.name = "consumes", .summary = "the content types that are taken, separated by commas"},
    {.name = "produces", .summary = "the content types that are given, separated by commas"},
    {.name = "inType", .summary = "the Java class of the body that comes in", .ignored = kPojo},
    {.name = "outType", .summary = "the Java class of the body that goes out", .ignored = kPojo},
    {.name = "routeId", .summary = "the id of the route", .ignored = "a route's id stands in the route"},
    {.name = "consumerComponentName", .summary = "the component that serves: platform-http", .scope = "consumer"},
    {.name = "description", .summary = "what it is for", .ignored = "it is for people", .scope = "consumer"},
    {.name = "apiDoc", .summary = "the document that calls are checked by", .refused = "use rest-openapi:FILE#operationId", .scope = "producer"},
    {.name = "bindingMode", .type = FieldType::Choice, .summary = "json: the body goes out as JSON, and the answer becomes a map or list", .choices = kModes, .scope = "producer"},
    {.name = "host", .summary = "the server to call, with its port", .scope = "producer"},
    {.name = "producerComponentName", .summary = "the component that calls: http", .scope = "producer"},
    {.name = "queryParameters", .summary = "the query, with {header} templates; {header?} may be missing", .scope = "producer"},
};

std::string_view without_slashes(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

// "get:/shop:/orders/{id}"
std::optional<rest::Address> address_of(const EndpointDecl& decl, Assembler& assembler) {
  const std::string& path = decl.uri.path;
  const std::size_t first = path.find(':');
  rest::Address address;
  address.method = path.substr(0, first);
  if (first == path.npos || std::ranges::find(kMethods, address.method) == kMethods.end()) {
    assembler.error(decl.mark, "a rest endpoint needs a method and a path", "write rest:get:path or rest:get:path:{template}", "java.lang.IllegalArgumentException");
    return std::nullopt;
  }
  const std::string_view rest = std::string_view(path).substr(first + 1);
  const std::size_t second = rest.find(':');
  address.path = rest.substr(0, second);
  if (second != rest.npos) address.path_template = std::string(rest.substr(second + 1));
  return address;
}

bool serves_here(const EndpointDecl& decl, const RestConfiguration& configuration, Assembler& assembler) {
  const std::string component = decl.options.maybe_text("consumerComponentName").value_or(configuration.text_or("component", "platform-http"));
  if (component == "platform-http") return true;
  assembler.error(decl.mark, "REST services are served by platform-http, not by '" + component + "'", "leave out component",
                  "org.apache.camel.FailedToStartRouteException");
  return false;
}

Node text_node(std::string text, const Mark& mark) {
  Node node;
  node.kind = Node::Kind::Scalar;
  node.text = std::move(text);
  node.mark = mark;
  return node;
}

// The options of the platform-http endpoint that serves.
Node endpoint_options(const rest::Address& address, const std::optional<std::string>& consumes, const std::optional<std::string>& produces,
                      const RestConfiguration& configuration, const Mark& mark) {
  Node map;
  map.kind = Node::Kind::Map;
  map.mark = mark;
  const auto add = [&](std::string name, std::string value) { map.entries.push_back({std::move(name), mark, text_node(std::move(value), mark)}); };
  for (auto& [name, value] : configuration.properties("endpointProperty")) add(name, value);
  std::string methods = address.method;
  std::ranges::transform(methods, methods.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  add("httpMethodRestrict", configuration.flag("enableCORS", false) ? methods + ",OPTIONS" : methods);
  if (consumes) add("consumes", *consumes);
  if (produces) add("produces", *produces);
  return map;
}

// What a body becomes in any case.
bool is_plain(std::string_view type) {
  constexpr std::string_view kPlain[] = {"java.lang.Object", "java.util.HashMap", "java.util.LinkedHashMap", "java.util.Map"};
  return std::ranges::find(kPlain, type) != std::end(kPlain);
}

// Without a Java class at hand a type can only be a note.
void check_types(const Node& binding, const rest::BindingOptions& options, Assembler& assembler) {
  const Node* verb = binding.find("verb");
  for (const std::string_view name : {"type", "outType"}) {
    const Node* type = verb != nullptr ? verb->find(name) : nullptr;
    if (type == nullptr || options.mode == "off" || is_plain(type->text)) continue;
    assembler.error(type->mark, "'" + type->text + "' names a Java class; kamel has none", "leave it out: JSON bodies become maps and lists",
                    "org.apache.camel.FailedToCreateRouteException");
  }
  if (options.mode == "xml") {
    assembler.diagnostics().warning(binding.mark, "bindingMode xml needs Java classes: XML that comes in gets 400", "use bindingMode off and xpath, xslt or jacksonXml");
  }
}

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  const RestConfiguration configuration(assembler.set());
  const auto address = address_of(decl, assembler);
  if (!address || !serves_here(decl, configuration, assembler)) return nullptr;
  const Node* given = assembler.route() != nullptr ? assembler.route()->options.find(kRestBinding) : nullptr;
  auto options = given != nullptr ? rest::operation_options(*given, configuration) : rest::BindingOptions();
  if (const auto consumes = decl.options.maybe_text("consumes")) options.consumes = consumes;
  if (const auto produces = decl.options.maybe_text("produces")) options.produces = produces;
  std::string path(without_slashes(address->path));
  if (address->path_template) path.append("/").append(without_slashes(*address->path_template));
  while (path.starts_with('/')) path.erase(0, 1);
  if (const std::string context(without_slashes(configuration.text_or("contextPath", ""))); !context.empty()) path = context + "/" + path;
  const Node endpoint = endpoint_options(*address, options.consumes, options.produces, configuration, decl.mark);
  auto served = assembler.source("platform-http:/" + path, &endpoint, decl.mark);
  if (given == nullptr || served == nullptr) return served;
  check_types(*given, options, assembler);
  auto binding = rest::make_binding(std::move(options), decl.mark, assembler);
  if (binding == nullptr) return nullptr;
  assembler.emit(rest::binding_step(std::move(binding)));
  return served;
}

bool calls_by_http(const EndpointDecl& decl, Assembler& assembler) {
  const std::string usual = RestConfiguration(assembler.set()).text_or("producerComponent", "http");
  const std::string component = decl.options.maybe_text("producerComponentName").value_or(usual);
  if (component == "http" || component == "https") return true;
  assembler.error(decl.mark, "REST services are called by http, not by '" + component + "'", "leave out producerComponentName, and producerComponent of restConfiguration",
                  "org.apache.camel.FailedToCreateRouteException");
  return false;
}

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const auto address = address_of(decl, assembler);
  return address && calls_by_http(decl, assembler) ? rest::make_call(*address, decl, assembler) : nullptr;
}

}  // namespace

ComponentSpec rest() {
  return {.scheme = "rest",
          .syntax = "rest:method:path:uriTemplate",
          .summary = "Serves REST operations at the integration's port, and calls those of other servers.",
          .fields = kFields,
          .lenient = true,
          .example = "rest:get:orders:{id}?host=shop:8080",
          .source = source,
          .producer = producer};
}

}  // namespace kamel::connectors
