#include "connectors/rest_api/document.h"

#include <algorithm>

#include "connectors/rest_api/operation.h"
#include "connectors/rest_api/reader.h"

namespace kamel::rest {
namespace {

void set_text(Map& map, std::string_view key, const std::optional<std::string>& text) {
  if (text) map.set(Slice::literal(key), *text);
}

std::string with_slash(const std::string& path) { return path.empty() || path.starts_with('/') ? path : "/" + path; }

std::string host_name(const RestConfiguration& configuration, const std::optional<std::string>& given) {
  if (given) return *given;
  std::string host = configuration.text("apiHost").value_or(configuration.text_or("host", ""));
  const std::string port = configuration.text_or("port", "");
  const bool named = !host.empty();
  if (!named && configuration.text_or("hostNameResolver", "allLocalIp") != "none") host = "0.0.0.0";
  if (configuration.text("apiHost")) return host;
  if (!port.empty() && port != "0" && (named || port != "80")) host += ":" + port;
  return host;
}

Value scheme_of(const Node::Entry& definition) {
  const Node& node = definition.value;
  Map scheme;
  const auto begin = [&](std::string_view type) {
    scheme.set("type", type);
    set_text(scheme, "description", text_in(node, "description"));
  };
  if (definition.key == "basicAuth") {
    begin("http");
    scheme.set("scheme", "basic");
  } else if (definition.key == "bearerToken") {
    begin("http");
    scheme.set("scheme", "bearer");
    set_text(scheme, "bearerFormat", text_in(node, "format"));
  } else if (definition.key == "apiKey") {
    begin("apiKey");
    set_text(scheme, "name", text_in(node, "name"));
    scheme.set("in", flag_in(node, "inHeader", false) ? "header" : flag_in(node, "inQuery", false) ? "query" : "cookie");
  } else if (definition.key == "oauth2") {
    begin("oauth2");
    const auto authorization = text_in(node, "authorizationUrl"), token = text_in(node, "tokenUrl");
    std::string flow = text_in(node, "flow").value_or(authorization ? (token ? "authorizationCode" : "implicit") : "clientCredentials");
    if (flow == "accessCode") flow = "authorizationCode";
    if (flow == "application") flow = "clientCredentials";
    Map details;
    set_text(details, "authorizationUrl", authorization);
    set_text(details, "tokenUrl", token);
    set_text(details, "refreshUrl", text_in(node, "refreshUrl"));
    Map scopes;
    for (const Node& scope : items_in(node, "scopes")) scopes.set(Slice(text_in(scope, "key").value_or("")), text_in(scope, "value").value_or(""));
    if (!scopes.empty()) details.set("scopes", Value(std::move(scopes)));
    scheme.set("flows", Value(Map{{Slice(flow), Value(std::move(details))}}));
  } else if (definition.key == "openIdConnect") {
    begin("openIdConnect");
    set_text(scheme, "openIdConnectUrl", text_in(node, "url"));
  } else {
    begin("mutualTLS");
  }
  return Value(std::move(scheme));
}

/// Collects the parts of the document, service by service.
class Collector {
 public:
  Collector(const DocumentOptions& options, const std::string& context_name) : options_(options), context_name_(context_name) {}

  void add(const Node& rest) {
    const auto tag_text = text_in(rest, "tag"), path = text_in(rest, "path");
    const std::vector<std::string> tags = tag_text ? split_commas(*tag_text) : path ? std::vector<std::string>{*path} : std::vector<std::string>{};
    for (const std::string& tag : tags) add_tag(tag, text_in(rest, "description"));
    if (const Node* definitions = rest.find("securityDefinitions")) {
      for (const Node::Entry& definition : definitions->entries) schemes_.set(Slice(text_in(definition.value, "key").value_or("")), scheme_of(definition));
      has_schemes_ = true;
    }
    for (const Operation& operation : sorted_operations(rest)) add_operation(operation, tags);
    for (const Value& requirement : security_of(items_in(rest, "securityRequirements"))) security_.push_back(requirement);
  }

  Value finish() {
    Map out;
    out.set("openapi", options_.version);
    out.set("info", options_.info);
    if (!options_.external_docs.is_null()) out.set("externalDocs", options_.external_docs);
    List servers;
    for (const std::string& server : options_.servers) servers.push_back(Value(Map{{"url", server}}));
    out.set("servers", Value(std::move(servers)));
    if (!security_.empty()) out.set("security", Value(std::move(security_)));
    if (!tags_.empty()) out.set("tags", Value(std::move(tags_)));
    Map paths;
    for (auto& [path, methods] : paths_) paths.set(Slice(path), Value(std::move(methods)));
    out.set("paths", Value(std::move(paths)));
    if (has_schemes_) {
      Map components;
      if (!schemes_.empty()) components.set("securitySchemes", Value(std::move(schemes_)));
      out.set("components", Value(std::move(components)));
    }
    return Value(std::move(out));
  }

 private:
  void add_tag(const std::string& name, const std::optional<std::string>& description) {
    const auto same = [&](const Value& tag) { return tag.map().find("name")->slice().view() == name; };
    if (std::ranges::any_of(tags_, same)) return;
    Map tag{{"name", name}};
    set_text(tag, "description", description);
    tags_.push_back(Value(std::move(tag)));
  }

  // Within a path the methods stand in the order of the specification.
  void add_operation(const Operation& operation, const std::vector<std::string>& tags) {
    static constexpr std::string_view kOrder[] = {"get", "put", "post", "delete", "head", "patch"};
    auto path = std::ranges::find(paths_, operation.path, &std::pair<std::string, Map>::first);
    if (path == paths_.end()) path = paths_.insert(paths_.end(), {operation.path, Map()});
    Value described = describe(operation, tags, options_, context_name_, verbs_);
    Map ordered;
    for (const std::string_view method : kOrder) {
      const Value* there = path->second.find(method);
      if (method == operation.method) {
        ordered.set(Slice::literal(method), described);
      } else if (there != nullptr) {
        ordered.set(Slice::literal(method), *there);
      }
    }
    path->second = std::move(ordered);
  }

  const DocumentOptions& options_;
  const std::string& context_name_;
  List security_, tags_;
  Map schemes_;
  bool has_schemes_ = false;
  std::vector<std::pair<std::string, Map>> paths_;
  unsigned verbs_ = 0;  // operations that got a number for an id
};

}  // namespace

DocumentOptions::DocumentOptions(const RestConfiguration& configuration) {
  const auto properties = configuration.properties("apiProperty");
  const auto given = [&](std::string_view key) -> std::optional<std::string> {
    const auto found = std::ranges::find(properties, key, &std::pair<std::string, std::string>::first);
    return found == properties.end() ? std::nullopt : std::optional(found->second);
  };
  version = given("openapi.version").value_or(version);
  Map about, contact, license;
  set_text(about, "title", given("api.title"));
  set_text(about, "description", given("api.description"));
  set_text(about, "termsOfService", given("api.termsOfService"));
  for (const std::string_view key : {"name", "url", "email"}) set_text(contact, key, given("api.contact." + std::string(key)));
  for (const std::string_view key : {"name", "url"}) set_text(license, key, given("api.license." + std::string(key)));
  if (!contact.empty()) about.set("contact", Value(std::move(contact)));
  if (!license.empty()) about.set("license", Value(std::move(license)));
  set_text(about, "version", given("api.version"));
  info = Value(std::move(about));
  if (const auto url = given("externalDocs.url")) {
    Map docs;
    set_text(docs, "description", given("externalDocs.description"));
    docs.set("url", *url);
    external_docs = Value(std::move(docs));
  }
  std::optional<std::string> schemes = given("schemes");
  if (!schemes) schemes = given("schemas");
  const std::string base = with_slash(configuration.text("contextPath").value_or(given("base.path").value_or("")));
  for (const std::string& scheme : split_commas(schemes.value_or(configuration.text_or("scheme", "http")))) {
    servers.push_back(scheme + "://" + host_name(configuration, given("host")) + base);
  }
  consumes = given("api.default.consumes").value_or(consumes);
  produces = given("api.default.produces").value_or(produces);
  json_type = given("api.specification.contentType.json").value_or(json_type);
  yaml_type = given("api.specification.contentType.yaml").value_or(yaml_type);
  extensions = configuration.flag("apiVendorExtension", false);
  cors = given("cors").value_or(configuration.flag("enableCORS", false) ? "true" : "false") == "true";
}

Value make_document(const RouteSet& set, const DocumentOptions& options, const std::string& context_name) {
  Collector collector(options, context_name);
  for (const ElementDecl& element : set.elements) {
    if (element.name == "rest" && !flag_in(element.value, "disabled", false)) collector.add(element.value);
  }
  return collector.finish();
}

List forwarded_servers(const DocumentOptions& options, const Forwarded& forwarded) {
  std::string base = options.servers.empty() ? "" : options.servers.front();
  base.erase(0, std::min(base.find('/', base.find("://") + 3), base.size()));
  if (base == "/") base.clear();
  if (!forwarded.prefix.empty()) {
    std::string prefix = forwarded.prefix;
    while (prefix.ends_with('/')) prefix.pop_back();
    base = prefix + base;
  }
  List servers;
  for (const std::string& scheme : split_commas(forwarded.proto)) servers.push_back(Value(Map{{"url", scheme + "://" + forwarded.host + base}}));
  if (servers.empty()) servers.push_back(Value(Map{{"url", base}}));
  return servers;
}

const Node* unplaced_api_key(const RouteSet& set) {
  for (const ElementDecl& element : set.elements) {
    const Node* definitions = element.name == "rest" ? element.value.find("securityDefinitions") : nullptr;
    const Node* key = definitions != nullptr ? definitions->find("apiKey") : nullptr;
    if (key != nullptr && !flag_in(*key, "inHeader", false) && !flag_in(*key, "inQuery", false) && !flag_in(*key, "inCookie", false)) return key;
  }
  return nullptr;
}

}  // namespace kamel::rest
