#include "connectors/rest/call.h"

#include <algorithm>

#include "connectors/rest/binding.h"
#include "connectors/rest/content_type.h"
#include "engine/convert.h"
#include "engine/variables.h"

namespace kamel::rest {
namespace {

std::string_view without_leading_slashes(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  return path;
}

std::string_view without_trailing_slashes(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

// A header, else a variable.
std::optional<std::string> value_of(const std::string& name, Exchange& exchange) {
  if (auto header = header_text(exchange, name)) return header;
  const Value variable = get_variable(exchange, name);
  return variable.is_null() ? std::nullopt : std::optional(to_text(variable).str());
}

// "/orders/{id}" with what is known of it filled in.
std::string fill(std::string text, Exchange& exchange) {
  std::size_t open = 0;
  while ((open = text.find('{', open)) != std::string::npos) {
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) break;
    const auto value = value_of(text.substr(open + 1, close - open - 1), exchange);
    if (value) text.replace(open, close - open + 1, *value);
    open += value ? value->size() : 1;
  }
  return text;
}

struct Query {
  std::string name, value;
};

// "a={x}&b={y?}&c=1": {y?} may be missing.
std::string fill(const std::vector<Query>& query, Exchange& exchange) {
  std::string out;
  for (const auto& [name, given] : query) {
    std::optional<std::string> value = given;
    if (given.starts_with('{') && given.ends_with('}')) {
      const bool optional = given.ends_with("?}");
      value = value_of(given.substr(1, given.size() - (optional ? 3 : 2)), exchange);
      if (!value && !optional) value = given;
    }
    if (value) out.append(out.empty() ? "" : "&").append(percent_encode(name)).append("=").append(percent_encode(*value));
  }
  return out;
}

class Call final : public Step {
 public:
  struct Request {
    std::string method, url;  // the url with {templates}
    std::vector<Query> query;
    std::string content_type, accept;
    bool binds_json = false;
  };
  Call(Request request, std::unique_ptr<const DataFormat> json, std::unique_ptr<const Step> send)
      : request_(std::move(request)), json_(std::move(json)), send_(std::move(send)) {}

  Flow run(Exchange& exchange) const override {
    Headers& headers = exchange.message.headers;
    // Without templates the message may still say where to go (CamelHttpUri, CamelHttpPath), as with any http endpoint.
    if (std::string url = fill(request_.url, exchange); url != request_.url) {
      headers.set(Slice::literal("CamelRestHttpUri"), url);
      headers.erase("CamelHttpPath");
    }
    if (!request_.query.empty()) headers.set(Slice::literal("CamelRestHttpQuery"), fill(request_.query, exchange));
    headers.set(Slice::literal("CamelHttpMethod"), request_.method);
    if (!request_.content_type.empty() && !header_text(exchange, "Content-Type")) headers.set(Slice::literal("Content-Type"), request_.content_type);
    if (!request_.accept.empty() && !header_text(exchange, "Accept")) headers.set(Slice::literal("Accept"), request_.accept);
    const Value& body = exchange.message.body;
    if (request_.binds_json && !body.is_null() && !body.is_bytes_like()) {
      auto bytes = json_->marshal(body, exchange);
      if (!bytes) return exchange.fail(bytes.error());
      exchange.message.body = std::move(*bytes);
    }
    return send_->run(exchange);
  }

 private:
  Request request_;
  std::unique_ptr<const DataFormat> json_;
  std::unique_ptr<const Step> send_;
};

// The server, with a scheme: the endpoint's own, else restConfiguration's.
std::optional<std::string> host_of(const EndpointDecl& decl, const RestConfiguration& configuration, Assembler& assembler) {
  std::string host = decl.options.text("host");
  if (host.empty()) {
    host = configuration.text_or("host", "");
    const std::string port = configuration.text_or("port", "");
    if (!host.empty() && !port.empty() && port != "80" && port != "443") host += ":" + port;
  }
  if (host.empty()) {
    assembler.error(decl.mark, "rest: needs a host to call", "add ?host=server:port, or host to restConfiguration", "org.apache.camel.FailedToCreateRouteException");
    return std::nullopt;
  }
  if (!host.starts_with("http://") && !host.starts_with("https://")) host = "http://" + host;
  return host;
}

std::vector<Query> query_of(std::string_view text) {
  std::vector<Query> out;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    const std::size_t equals = pair.find('=');
    if (!pair.empty()) out.push_back({percent_decode(pair.substr(0, equals), true), equals == pair.npos ? "" : percent_decode(pair.substr(equals + 1), true)});
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
  }
  return out;
}

}  // namespace

std::unique_ptr<const Step> make_call(const Address& address, const EndpointDecl& decl, Assembler& assembler) {
  const RestConfiguration configuration(assembler.set());
  const auto host = host_of(decl, configuration, assembler);
  const ComponentSpec* http = assembler.registry().component("http");
  if (!host || http == nullptr) return nullptr;
  Call::Request request;
  request.method = address.method;
  std::ranges::transform(request.method, request.method.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  request.url = without_trailing_slashes(*host);
  const std::string path_template = address.path_template.value_or("");
  for (const std::string_view path : {std::string_view(address.path), std::string_view(path_template)}) {
    const std::string_view part = without_trailing_slashes(without_leading_slashes(path));
    if (!part.empty()) request.url.append("/").append(part);
  }
  request.content_type = decl.options.text("produces");
  request.accept = decl.options.text("consumes");
  // Options of the http component go to it, the others into the query.
  Node options;
  options.kind = Node::Kind::Map;
  options.mark = decl.mark;
  for (const Node::Entry* other : decl.options.others()) {
    const bool known = std::ranges::find(http->fields, other->key, &Field::name) != http->fields.end();
    if (known) {
      options.entries.push_back(*other);
    } else {
      request.query.push_back({other->key, other->value.text});
    }
  }
  for (Query& given : query_of(decl.options.text("queryParameters"))) request.query.push_back(std::move(given));
  BindingOptions binding = common_options(configuration);
  if (decl.options.has("bindingMode")) binding.mode = decl.options.choice("bindingMode");
  request.binds_json = binding.mode.find("json") != std::string::npos || binding.mode == "auto";
  auto json = json_format(binding.format_options, "json.in.", decl.mark, assembler);
  auto send = assembler.producer(request.url, &options, decl.mark);
  if (send == nullptr || json == nullptr) return nullptr;
  return std::make_unique<Call>(std::move(request), std::move(json), std::move(send));
}

}  // namespace kamel::rest
