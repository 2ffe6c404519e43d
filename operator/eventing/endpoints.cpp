#include "operator/eventing/endpoints.h"

namespace kamel::cluster {

std::string KnativeEndpoint::path() const {
  if (type == "channel") return "/channels/" + name;
  if (type == "event") return name.empty() ? "/events/" : "/events/" + name;
  return "/";
}

std::optional<KnativeEndpoint> knative_endpoint(const EndpointUri& uri, bool source) {
  if (uri.scheme != "knative") return std::nullopt;
  std::string_view path = uri.path;
  while (path.starts_with('/')) path.remove_prefix(1);
  const auto slash = std::min(path.find('/'), path.size());
  KnativeEndpoint out;
  out.source = source;
  out.type = path.substr(0, slash);
  if (slash < path.size()) out.name = path.substr(slash + 1);
  out.name = out.name.substr(0, out.name.find('/'));
  if (out.type == "channel") {
    out.api_version = "messaging.knative.dev/v1", out.kind = "Channel";
  } else if (out.type == "event") {
    out.api_version = "eventing.knative.dev/v1", out.kind = "Broker";
    out.broker = uri.get("name").value_or("default");
  } else if (out.type == "endpoint") {
    out.api_version = "serving.knative.dev/v1", out.kind = "Service";
  } else {
    return std::nullopt;
  }
  out.api_version = uri.get("apiVersion").value_or(out.api_version);
  out.kind = uri.get("kind").value_or(out.kind);
  return out;
}

std::optional<KnativeEndpoint> knative_endpoint(const std::string& text, std::string_view type, bool source) {
  Diagnostics ignored;
  const std::string whole = text.starts_with("knative:") ? text : "knative:" + std::string(type) + "/" + text;
  const auto uri = parse_uri(whole, {}, ignored);
  return uri ? knative_endpoint(*uri, source) : std::nullopt;
}

}  // namespace kamel::cluster
