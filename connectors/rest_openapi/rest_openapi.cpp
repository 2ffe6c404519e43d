// The rest-openapi component: serves an OpenAPI document by routes, and calls the operations of one.
#include <algorithm>
#include <array>

#include "connectors/rest_openapi/serve.h"
#include "engine/context.h"
#include "engine/spec.h"

namespace kamel::connectors {
namespace {

using openapi::Contract;
using openapi::Operation;

constexpr auto kMissing = std::to_array<std::string_view>({"fail", "ignore", "mock"});

constexpr Field kFields[] = {
    {.name = "basePath", .summary = "the path that the operations stand below, instead of the document's"},
    {.name = "apiContextPath", .summary = "the path that serves the document itself", .scope = "consumer"},
    {.name = "clientRequestValidation", .type = FieldType::Bool, .summary = "answer requests that lack something by 400, 406 or 415", .fallback = "false", .scope = "consumer"},
    {.name = "clientResponseValidation", .type = FieldType::Bool, .summary = "answer 500 where a route's answer breaks what is declared", .fallback = "false", .scope = "consumer"},
    {.name = "consumes", .summary = "the content types that are taken where the document does not say"},
    {.name = "produces", .summary = "the content types that are given where the document does not say"},
    {.name = "missingOperation", .type = FieldType::Choice, .summary = "what is done about operations without a route", .fallback = "fail", .choices = kMissing, .scope = "consumer"},
    {.name = "mockIncludePattern", .summary = "the files that answer operations without a route", .fallback = "classpath:camel-mock/**", .scope = "consumer"},
    {.name = "consumerComponentName", .summary = "the component that serves", .ignored = "the integration's own server serves", .scope = "consumer"},
    {.name = "restOpenapiProcessorStrategy", .type = FieldType::Reference, .refused = "it names a Java object", .scope = "consumer"},
    {.name = "host", .summary = "scheme, name and port of the server to call, instead of the document's", .scope = "producer"},
    {.name = "requestValidationEnabled", .type = FieldType::Bool, .summary = "check calls by the document", .fallback = "false", .refused = "check them by a validate step", .scope = "producer"},
    {.name = "componentName", .summary = "the component that calls", .ignored = "the http component calls", .scope = "producer"},
};

/// "file:pets.json#getPet": the document, and the operation.
struct Target {
  std::string document, operation;
};

Target target_of(const EndpointDecl& decl) {
  const std::string& path = decl.uri.path;
  const std::size_t hash = path.find('#');
  if (hash != path.npos) return {hash == 0 ? "openapi.json" : path.substr(0, hash), path.substr(hash + 1)};
  const bool document = path.ends_with(".json") || path.ends_with(".yaml") || path.ends_with(".yml");
  return document ? Target{path, ""} : Target{"openapi.json", path};
}

std::optional<Contract> load(const std::string& uri, const Mark& mark, Assembler& assembler) {
  auto contract = openapi::read_contract(uri);
  if (contract) return std::move(*contract);
  assembler.error(mark, std::string(contract.error().message()), {}, "org.apache.camel.FailedToStartRouteException");
  return std::nullopt;
}

std::string base_path(const EndpointDecl& decl, const RestConfiguration& configuration, const Contract& contract) {
  for (std::string given : {decl.options.text("basePath"), configuration.text_or("contextPath", ""), contract.base_path}) {
    while (given.ends_with('/')) given.pop_back();
    if (!given.empty()) return given.starts_with('/') ? given : "/" + given;
  }
  return "";
}

bool has_route(const RouteSet& set, const std::string& id) {
  return std::ranges::any_of(set.routes, [&](const RouteDecl& route) {
    const Node* uri = route.from.find("uri");
    const std::string_view text = uri != nullptr ? std::string_view(uri->text) : std::string_view(route.from.text);
    const std::string_view name = text.substr(0, text.find('?'));
    return name == "direct:" + id || name == "direct://" + id;
  });
}

rest::BindingOptions binding_options(const Operation& operation, const EndpointDecl& decl, const RestConfiguration& configuration) {
  rest::BindingOptions options = rest::common_options(configuration);
  options.validates_request = options.validates_request || decl.options.flag("clientRequestValidation");
  options.validates_response = options.validates_response || decl.options.flag("clientResponseValidation");
  options.consumes = operation.consumes ? operation.consumes : decl.options.maybe_text("consumes");
  options.produces = operation.produces ? operation.produces : decl.options.maybe_text("produces");
  options.body_required = operation.body_required;
  options.required_queries = operation.required_queries;
  options.required_headers = operation.required_headers;
  options.defaults = operation.defaults;
  return options;
}

// What a `rest: openApi:` says goes for the options of the endpoint.
EndpointDecl with_binding(const EndpointDecl& decl, Node& options, Assembler& assembler) {
  options.kind = Node::Kind::Map;
  options.mark = decl.mark;
  for (const Parameter& parameter : decl.uri.parameters) {
    Node value;
    value.kind = Node::Kind::Scalar;
    value.text = parameter.value;
    value.mark = decl.mark;
    options.entries.push_back({parameter.name, decl.mark, std::move(value)});
  }
  const Node* binding = assembler.route() != nullptr ? assembler.route()->options.find(kRestBinding) : nullptr;
  const auto take = [&](const Node* from, std::string_view name) {
    const Node* value = from != nullptr ? from->find(name) : nullptr;
    if (value != nullptr) options.entries.push_back({std::string(name), value->mark, *value});
  };
  if (binding != nullptr) {
    for (const std::string_view name : {"missingOperation", "mockIncludePattern", "apiContextPath"}) take(binding->find("verb"), name);
    for (const std::string_view name : {"clientRequestValidation", "clientResponseValidation", "consumes", "produces"}) take(binding->find("rest"), name);
  }
  FieldRules rules;
  rules.what = "an OpenAPI service";
  rules.common = false;
  rules.lenient = true;
  EndpointDecl out = decl;
  out.options = Options::read(options, kFields, rules, assembler.diagnostics());
  return out;
}

bool check_routes(const openapi::Service& service, const Mark& mark, Assembler& assembler) {
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < service.served.size(); ++i) {
    if (!service.served[i]) missing.push_back("direct:" + service.contract.operations[i].id);
  }
  if (missing.empty()) return true;
  std::ranges::sort(missing);
  std::string message = "OpenAPI specification has " + std::to_string(missing.size()) + " unmapped operations to corresponding routes:";
  for (const std::string& name : missing) message += " " + name;
  const bool fails = service.missing == openapi::Missing::Fail;
  if (fails) {
    assembler.error(mark, std::move(message), "write those routes, or set missingOperation to ignore or mock", "java.lang.IllegalArgumentException");
  } else {
    assembler.diagnostics().warning(mark, std::move(message));
  }
  return !fails;
}

std::unique_ptr<RouteSource> mounted(const std::string& path, const Mark& mark, Assembler& assembler) {
  Node options;
  options.kind = Node::Kind::Map;
  options.mark = mark;
  Node yes;
  yes.kind = Node::Kind::Scalar;
  yes.text = "true";
  yes.mark = mark;
  options.entries.push_back({"matchOnUriPrefix", mark, std::move(yes)});
  return assembler.source("platform-http:" + (path.empty() ? "/" : path), &options, mark);
}

std::unique_ptr<RouteSource> source(const EndpointDecl& given, Assembler& assembler) {
  const RestConfiguration configuration(assembler.set());
  Node options;
  const EndpointDecl decl = with_binding(given, options, assembler);
  const std::string document = target_of(decl).document;
  auto contract = load(document, decl.mark, assembler);
  if (!contract) return nullptr;
  openapi::Service service;
  service.contract = std::move(*contract);
  service.base_path = base_path(decl, configuration, service.contract);
  service.document_path = decl.options.text("apiContextPath");
  if (!service.document_path.empty() && !service.document_path.starts_with('/')) service.document_path.insert(0, "/");
  service.document_type = document.ends_with("json") ? "application/json" : document.ends_with("yaml") || document.ends_with("yml") ? "text/yaml" : "";
  const std::string missing = decl.options.choice("missingOperation");
  service.missing = missing == "mock" ? openapi::Missing::Mock : missing == "ignore" ? openapi::Missing::Ignore : openapi::Missing::Fail;
  if (service.missing == openapi::Missing::Mock) service.mocks = openapi::find_mocks(decl.options.text("mockIncludePattern"));
  for (const Operation& operation : service.contract.operations) {
    auto binding = rest::make_binding(binding_options(operation, decl, configuration), decl.mark, assembler);
    if (binding == nullptr) return nullptr;
    service.bindings.push_back(std::move(binding));
    service.entries.push_back(assembler.context().entry("direct:" + operation.id));
    service.served.push_back(has_route(assembler.set(), operation.id));
  }
  if (!check_routes(service, decl.mark, assembler)) return nullptr;
  auto served = mounted(service.base_path, decl.mark, assembler);
  assembler.emit(openapi::dispatch_step(std::move(service)));
  return served;
}

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const RestConfiguration configuration(assembler.set());
  const Target target = target_of(decl);
  const auto contract = load(target.document, decl.mark, assembler);
  if (!contract) return nullptr;
  const auto operation = std::ranges::find(contract->operations, target.operation, &Operation::id);
  if (operation == contract->operations.end()) {
    std::vector<std::string_view> known;
    for (const Operation& one : contract->operations) known.push_back(one.id);
    assembler.error(decl.mark, "the operation '" + target.operation + "' is not in " + target.document, did_you_mean(target.operation, known), "org.apache.camel.FailedToCreateRouteException");
    return nullptr;
  }
  std::string host = decl.options.text("host");
  if (host.empty()) host = configuration.text_or("host", "");
  if (host.empty()) host = contract->server;
  if (host.empty()) {
    assembler.error(decl.mark, "neither the endpoint nor " + target.document + " says which server to call", "add ?host=http://server:port", "org.apache.camel.FailedToCreateRouteException");
    return nullptr;
  }
  std::string method = operation->method;
  std::ranges::transform(method, method.begin(), [](char c) { return static_cast<char>(c + 32); });
  Node options;
  options.kind = Node::Kind::Map;
  options.mark = decl.mark;
  const auto add = [&](std::string name, std::string value) {
    Node text;
    text.kind = Node::Kind::Scalar;
    text.text = std::move(value);
    text.mark = decl.mark;
    options.entries.push_back({std::move(name), decl.mark, std::move(text)});
  };
  add("host", host);
  // Camel's words are the server's here: what it produces is what we accept.
  if (const auto consumes = operation->consumes ? operation->consumes : decl.options.maybe_text("consumes")) add("produces", *consumes);
  if (const auto produces = operation->produces ? operation->produces : decl.options.maybe_text("produces")) add("consumes", *produces);
  std::string query;
  for (const std::string& name : operation->required_queries) query += (query.empty() ? "" : "&") + name + "={" + name + "}";
  if (!query.empty()) add("queryParameters", query);
  for (const Node::Entry* other : decl.options.others()) options.entries.push_back(*other);
  return assembler.producer("rest:" + method + ":" + base_path(decl, configuration, *contract) + ":" + operation->path, &options, decl.mark);
}

}  // namespace

ComponentSpec rest_openapi() {
  return {.scheme = "rest-openapi",
          .syntax = "rest-openapi:specificationUri#operationId",
          .summary = "Serves what an OpenAPI document describes by direct:operationId routes, and calls its operations.",
          .fields = kFields,
          .lenient = true,
          .example = "rest-openapi:file:pets.json#getPet",
          .source = source,
          .producer = producer};
}

}  // namespace kamel::connectors
