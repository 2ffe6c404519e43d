// The rest-api component: serves the OpenAPI document of the integration's REST services.
#include "connectors/rest/content_type.h"
#include "connectors/rest_api/document.h"
#include "dsl/json.h"
#include "dsl/yaml.h"
#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/exchange.h"

namespace kamel::connectors {
namespace {

using rest::header_text;

constexpr Field kFields[] = {
    {.name = "apiComponentName", .summary = "what makes the document", .ignored = "it is made here", .scope = "consumer"},
    {.name = "consumerComponentName", .summary = "the component that serves: platform-http", .ignored = "the integration's own server serves it", .scope = "consumer"},
};

/// Answers with the document: JSON, or YAML where path or Accept ask for it. Made once, unless X-Forwarded headers change it.
class Answer final : public Step {
 public:
  Answer(rest::DocumentOptions options, Value document, bool forwards, rest::Pairs cors)
      : options_(std::move(options)), forwards_(forwards), cors_(std::move(cors)), document_(std::move(document)), json_(json::write(document_, json::Style::Pretty)), yaml_(yaml::write(document_)) {}

  Flow run(Exchange& exchange) const override {
    const bool yaml = wants_yaml(exchange);
    Headers& headers = exchange.message.headers;
    for (const auto& [name, value] : cors_) headers.set(Slice(name), value);
    headers.set("Content-Type", yaml ? options_.yaml_type : options_.json_type);
    Slice text = forwards_ ? forwarded(exchange, yaml) : yaml ? yaml_ : json_;
    headers.set("Content-Length", std::to_string(text.size()));
    exchange.message.body = Value::bytes(std::move(text));
    return Flow::Next;
  }

 private:
  static bool wants_yaml(const Exchange& exchange) {
    const std::string path = header_text(exchange, "CamelHttpPath").value_or("");
    if (path.ends_with(".json") || path.ends_with(".yaml")) return path.ends_with(".yaml");
    const std::string accept = header_text(exchange, "Accept").value_or("");
    return !rest::contains_ignoring_case(accept, "json") && rest::contains_ignoring_case(accept, "yaml");
  }

  Slice forwarded(const Exchange& exchange, bool yaml) const {
    rest::Forwarded by{header_text(exchange, "X-Forwarded-Host").value_or(""), header_text(exchange, "X-Forwarded-Proto").value_or(""),
                       header_text(exchange, "X-Forwarded-Prefix").value_or("")};
    if (by.host.empty()) by.host = header_text(exchange, "Host").value_or("");
    Value document = document_.detached();
    document.map().set("servers", Value(rest::forwarded_servers(options_, by)));
    return yaml ? Slice(kamel::yaml::write(document)) : json::write(document, json::Style::Pretty);
  }

  rest::DocumentOptions options_;
  bool forwards_;
  rest::Pairs cors_;
  Value document_;
  Slice json_, yaml_;
};

Node endpoint_options(bool cors, const Mark& mark) {
  Node map;
  map.kind = Node::Kind::Map;
  map.mark = mark;
  const auto add = [&](std::string name, std::string value) {
    Node text;
    text.kind = Node::Kind::Scalar;
    text.text = std::move(value);
    text.mark = mark;
    map.entries.push_back({std::move(name), mark, std::move(text)});
  };
  add("httpMethodRestrict", cors ? "GET,OPTIONS" : "GET");
  add("matchOnUriPrefix", "true");
  add("produces", "application/json,text/yaml");
  return map;
}

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  const RestConfiguration configuration(assembler.set());
  const Node options = endpoint_options(configuration.flag("enableCORS", false), decl.mark);
  std::string path = join_rest_paths("", decl.uri.path);
  if (const std::string context = configuration.text_or("contextPath", ""); !context.empty()) path = join_rest_paths(context, path);
  return assembler.source("platform-http:" + path, &options, decl.mark);
}

rest::Pairs cors_headers(const RestConfiguration& configuration) {
  rest::Pairs out = {{"Access-Control-Allow-Origin", "*"},
                     {"Access-Control-Allow-Methods", std::string(rest::kAllowedMethods)},
                     {"Access-Control-Allow-Headers", std::string(rest::kAllowedHeaders)},
                     {"Access-Control-Max-Age", "3600"}};
  for (const auto& [name, value] : configuration.properties("corsHeaders")) {
    for (auto& known : out) {
      if (known.first == name) known.second = value;
    }
  }
  return out;
}

std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  const RestConfiguration configuration(assembler.set());
  if (const Node* key = rest::unplaced_api_key(assembler.set())) {
    assembler.error(key->mark, "an apiKey definition must say where the key is", "add inHeader: true, inQuery: true or inCookie: true",
                    "org.apache.camel.FailedToStartRouteException");
    return nullptr;
  }
  rest::DocumentOptions options(configuration);
  if (options.version.starts_with("2")) {
    assembler.error(decl.mark, "OpenAPI 2.x is not supported", "set the apiProperty openapi.version to 3.0.0 or 3.1.0", "org.apache.camel.FailedToStartRouteException");
    return nullptr;
  }
  rest::Pairs cors = options.cors ? cors_headers(configuration) : rest::Pairs();
  Value document = rest::make_document(assembler.set(), options, assembler.context().name());
  return std::make_unique<Answer>(std::move(options), std::move(document), configuration.flag("useXForwardHeaders", false), std::move(cors));
}

}  // namespace

ComponentSpec rest_api() {
  return {.scheme = "rest-api",
          .syntax = "rest-api:path",
          .summary = "Serves the OpenAPI document of the integration's REST services.",
          .fields = kFields,
          .lenient = true,
          .example = "rest-api:api-doc",
          .source = source,
          .producer = producer};
}

}  // namespace kamel::connectors
