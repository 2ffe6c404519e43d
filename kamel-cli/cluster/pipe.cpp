#include "kamel-cli/cluster/pipe.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>

#include "dsl/uri.h"
#include "kamel-cli/cluster/integration.h"
#include "operator/text/yaml.h"

namespace kamel::cli {
namespace json = boost::json;
namespace {

struct Short {
  std::string_view word, api_version, kind;
};
constexpr Short kShorts[] = {{"kamelet", "camel.apache.org/v1", "Kamelet"},
                             {"channel", "messaging.knative.dev/v1", "Channel"},
                             {"broker", "eventing.knative.dev/v1", "Broker"},
                             {"ksvc", "serving.knative.dev/v1", "Service"}};

/// One end, and the name that it lends to the Pipe.
struct End {
  json::object endpoint;
  std::string name;
};

json::object reference(std::string api_version, std::string kind, const std::string& space, const std::string& name) {
  for (const Short& known : kShorts) {
    std::string lower = kind;
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (lower == known.word && api_version.empty()) api_version = known.api_version, kind = known.kind;
  }
  json::object out{{"apiVersion", api_version}, {"kind", kind}, {"name", name}};
  if (!space.empty()) out["namespace"] = space;
  return out;
}

void take_query(std::string_view query, json::object& properties) {
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    const auto equals = std::min(pair.find('='), pair.size());
    if (!pair.empty()) properties[percent_decode(pair.substr(0, equals))] = percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
    query.remove_prefix(std::min(end + 1, query.size()));
  }
}

std::optional<End> read_end(const std::string& text, Diagnostics& diagnostics) {
  static const RE2 kReference("(?:(?:((?:[a-z0-9-.]+/)?[a-z0-9-.]+):)?([A-Za-z0-9-.]+):)?(?:([a-z0-9-.]+)/)?([a-z0-9-.]+)(?:\\?(.*))?");
  static const RE2 kUri("[a-z0-9+-]+:.*");
  std::string api_version, kind, space, name, query;
  End out;
  if (RE2::FullMatch(text, kReference, &api_version, &kind, &space, &name, &query)) {
    if (kind.empty()) kind = "kamelet";
    json::object ref = reference(api_version, kind, space, name);
    if (!ref["apiVersion"].as_string().empty()) {
      out.name = name;
      out.endpoint["ref"] = std::move(ref);
      json::object properties;
      take_query(query, properties);
      if (!properties.empty()) out.endpoint["properties"] = std::move(properties);
      return out;
    }
  }
  if (!RE2::FullMatch(text, kUri)) {
    diagnostics.error({}, "'" + text + "' is no end of a Pipe", "write a Kamelet's name, kind:name, or a Camel URI such as kafka:orders");
    return std::nullopt;
  }
  out.endpoint["uri"] = text;
  out.name = text.substr(0, text.find('?'));
  return out;
}

/// -p source.key=value, step-1.key=value …
struct PipeProperties {
  const BindOptions& options;
  Diagnostics& diagnostics;

  void check() const {
    static const RE2 kKnown("(source|sink|error-handler|step-[0-9]+)\\.[^=]+=.*");
    for (const std::string& text : options.properties) {
      if (!RE2::FullMatch(text, kKnown)) diagnostics.error({}, "'" + text + "' is no property of a Pipe", "write -p source.key=value, sink.…, step-1.… or error-handler.…");
    }
  }

  void put(const std::string& of, json::object& endpoint) const {
    json::object all;
    if (json::value* known = endpoint.if_contains("properties")) all = known->as_object();
    for (const std::string& text : options.properties) {
      if (!text.starts_with(of + ".")) continue;
      const auto equals = text.find('=');
      if (equals != std::string::npos) all[text.substr(of.size() + 1, equals - of.size() - 1)] = text.substr(equals + 1);
    }
    if (!all.empty()) endpoint["properties"] = std::move(all);
  }
};

std::optional<json::object> error_handler(const PipeProperties& properties, const std::string& text, Diagnostics& diagnostics) {
  json::object parameters;
  properties.put("error-handler", parameters);
  json::object body;
  if (json::value* given = parameters.if_contains("properties")) body["parameters"] = *given;
  if (text == "none") return json::object{{"none", json::object{}}};
  if (text == "log") return json::object{{"log", std::move(body)}};
  if (!text.starts_with("sink:")) {
    diagnostics.error({}, "unknown error handler '" + text + "'", "it is one of none, log, sink:<end>");
    return std::nullopt;
  }
  auto end = read_end(text.substr(5), diagnostics);
  if (!end) return std::nullopt;
  properties.put("sink.error-handler", end->endpoint);
  body["endpoint"] = std::move(end->endpoint);
  return json::object{{"sink", std::move(body)}};
}

std::optional<json::object> spec_of(const BindOptions& options, End& source, End& sink, Diagnostics& diagnostics) {
  const PipeProperties properties{options, diagnostics};
  properties.check();
  properties.put("source", source.endpoint);
  properties.put("sink", sink.endpoint);
  json::object spec{{"source", source.endpoint}, {"sink", sink.endpoint}};
  json::array steps;
  for (const std::string& text : options.steps) {
    auto step = read_end(text, diagnostics);
    if (!step) return std::nullopt;
    properties.put("step-" + std::to_string(steps.size() + 1), step->endpoint);
    steps.push_back(std::move(step->endpoint));
  }
  if (!steps.empty()) spec["steps"] = std::move(steps);
  if (!options.error_handler.empty()) {
    auto handler = error_handler(properties, options.error_handler, diagnostics);
    if (!handler) return std::nullopt;
    spec["errorHandler"] = std::move(*handler);
  }
  if (!options.service_account.empty()) spec["serviceAccountName"] = options.service_account;
  json::array dependencies;
  for (const std::string& text : options.dependencies) dependencies.push_back(json::value(text));
  if (!dependencies.empty()) spec["dependencies"] = std::move(dependencies);
  json::object traits;
  for (const std::string& text : options.traits) put_trait(traits, text, diagnostics);
  if (!traits.empty()) spec["traits"] = std::move(traits);
  return spec;
}

}  // namespace

std::optional<json::object> make_pipe(const BindOptions& options, Diagnostics& diagnostics) {
  auto source = read_end(options.source, diagnostics), sink = read_end(options.sink, diagnostics);
  if (!source || !sink) return std::nullopt;
  const std::string name = options.name.empty() ? cluster::as_name(source->name + "-to-" + sink->name) : cluster::as_name(options.name);
  auto spec = spec_of(options, *source, *sink, diagnostics);
  json::object annotations;
  for (const std::string& text : options.annotations) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) diagnostics.error({}, "'" + text + "' is no annotation", "write key=value");
    else annotations[text.substr(0, equals)] = text.substr(equals + 1);
  }
  if (!options.operator_id.empty()) annotations["camel.apache.org/operator.id"] = options.operator_id;
  if (!spec || diagnostics.has_errors()) return std::nullopt;
  json::object metadata{{"name", name}};
  if (!options.space.empty()) metadata["namespace"] = options.space;
  if (!annotations.empty()) metadata["annotations"] = std::move(annotations);
  return json::object{{"apiVersion", "camel.apache.org/v1"}, {"kind", "Pipe"}, {"metadata", std::move(metadata)}, {"spec", std::move(*spec)}, {"status", json::object{}}};
}

}  // namespace kamel::cli
