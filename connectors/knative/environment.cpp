#include "connectors/knative/environment.h"

#include <re2/re2.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "dsl/json.h"
#include "engine/convert.h"

namespace kamel::knative {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// ${K_SINK} in a URL: the operator leaves it to the pod's environment.
std::string expanded(std::string text) {
  for (auto from = text.find("${"); from != std::string::npos; from = text.find("${", from)) {
    const auto to = text.find('}', from);
    if (to == std::string::npos) break;
    const std::string value = variable(text.substr(from + 2, to - from - 2).c_str());
    text.replace(from, to + 1 - from, value);
    from += value.size();
  }
  return text;
}

std::string text_at(const Map& map, std::string_view key) {
  const Value* value = map.find(key);
  return value == nullptr || value->is_null() ? "" : to_text(*value).str();
}

void take_map(const Map& map, std::string_view key, std::map<std::string, std::string>& into) {
  const Value* value = map.find(key);
  if (value == nullptr || !value->is_map()) return;
  for (const auto& [name, item] : value->map()) into.insert_or_assign(name.str(), to_text(item).str());
}

void set_side(Resource& resource, const std::string& text) {
  if (text.empty()) return;
  resource.side = text == "source" ? Side::Source : Side::Sink;
  resource.has_side = true;
}

// The older form keeps most of it in `metadata`, under dotted names.
void take_metadata(const Map& metadata, Resource& resource) {
  const auto text = [&](std::string_view key, std::string& into) {
    if (auto value = text_at(metadata, key); !value.empty()) into = std::move(value);
  };
  set_side(resource, text_at(metadata, "camel.endpoint.kind"));
  text("knative.apiVersion", resource.api_version);
  text("knative.kind", resource.kind);
  text("knative.name", resource.object_name);
  text("knative.event.type", resource.event_type);
  text("content.type", resource.content_type);
  text("service.url", resource.url);
  text("service.path", resource.path);
  if (const auto reply = text_at(metadata, "knative.reply"); !reply.empty()) resource.reply = reply == "true";
  constexpr std::string_view kFilter = "filter.", kOverride = "ce.override.";
  for (const auto& [key, value] : metadata) {
    if (key.view().starts_with(kFilter)) resource.filter.attributes.insert_or_assign(std::string(key.view().substr(kFilter.size())), to_text(value).str());
    if (key.view().starts_with(kOverride)) resource.overrides.insert_or_assign(std::string(key.view().substr(kOverride.size())), to_text(value).str());
  }
}

void take_fields(const Map& map, Resource& resource) {
  const auto text = [&](std::string_view key, std::string& into) {
    if (auto value = text_at(map, key); !value.empty()) into = std::move(value);
  };
  text("type", resource.type);
  text("name", resource.name);
  text("url", resource.url);
  text("path", resource.path);
  text("objectApiVersion", resource.api_version);
  text("objectKind", resource.kind);
  text("objectName", resource.object_name);
  text("contentType", resource.content_type);
  text("cloudEventType", resource.event_type);
  set_side(resource, text_at(map, "endpointKind"));
  if (const auto reply = text_at(map, "reply"); !reply.empty()) resource.reply = reply == "true";
  take_map(map, "filters", resource.filter.attributes);
  take_map(map, "ceOverrides", resource.overrides);
}

std::map<std::string, std::string> extensions_of(const std::string& json) {
  std::map<std::string, std::string> extensions;
  if (json.empty()) return extensions;
  const auto value = json::parse(Slice(json));
  if (value && value->is_map()) take_map(value->map(), "extensions", extensions);
  return extensions;
}

// camel.component.knative.environment.resources[0].name=… as the maps of the JSON form.
std::vector<Map> indexed(const Properties& properties) {
  constexpr std::string_view kPrefix = "camel.component.knative.environment.resources[";
  std::map<std::string, Map> found;
  for (const auto& [key, value] : properties.all()) {
    if (!key.starts_with(kPrefix)) continue;
    const auto close = key.find("].", kPrefix.size());
    if (close == std::string::npos) continue;
    std::string field = key.substr(close + 2);
    Map& map = found[key.substr(kPrefix.size(), close - kPrefix.size())];
    if (const auto dot = field.find('.'); dot != std::string::npos) {
      const std::string inner = field.substr(0, dot);
      Value* nested = map.find(inner);
      if (nested == nullptr) {
        map.set(inner, Value(Map()));
        nested = map.find(inner);
      }
      if (nested->is_map()) nested->map().set(field.substr(dot + 1), value);
    } else if (field == "ceOverrides") {
      Map overrides;
      for (const auto& [name, text] : extensions_of(expanded(value))) overrides.set(name, text);
      map.set(field, Value(std::move(overrides)));
    } else {
      map.set(field, value);
    }
  }
  std::vector<Map> maps;
  for (auto& [index, map] : found) maps.push_back(std::move(map));
  return maps;
}

Resource resource_of(const Map& map) {
  Resource resource;
  if (const Value* metadata = map.find("metadata"); metadata != nullptr && metadata->is_map()) take_metadata(metadata->map(), resource);
  take_fields(map, resource);
  resource.url = expanded(resource.url);
  for (auto& [name, value] : resource.overrides) value = expanded(value);
  if (!resource.has_side) resource.side = resource.url.empty() ? Side::Source : Side::Sink;
  return resource;
}

std::optional<std::string> written(const Properties& properties) {
  for (const std::string_view key : {"camel.knative.environment", "camel.component.knative.environment", "camel.component.knative.environmentPath"}) {
    if (auto value = properties.get(key)) return value;
  }
  const std::string from_environment = variable("CAMEL_KNATIVE_CONFIGURATION");
  if (from_environment.empty()) return std::nullopt;
  return from_environment;
}

}  // namespace

Result<Environment> Environment::parse(const std::string& json) {
  const auto value = json::parse(Slice(json));
  if (!value) return value.error();
  Environment environment;
  if (!value->is_map()) return Error("java.lang.IllegalArgumentException", "the Knative environment is no JSON object");
  for (const std::string_view key : {"services", "resources"}) {
    const Value* list = value->map().find(key);
    if (list == nullptr || !list->is_list()) continue;
    for (const Value& item : list->list()) {
      if (!item.is_map()) continue;
      Resource resource = resource_of(item.map());
      if (const Value* filters = item.map().find("filters"); filters != nullptr && filters->is_list()) {
        auto trigger = parse_filters(*filters);
        if (!trigger) return trigger.error();
        resource.filter.trigger = std::move(*trigger);
      }
      environment.resources_.push_back(std::move(resource));
    }
  }
  return environment;
}

Result<Environment> Environment::load(const Properties& properties) {
  Environment environment;
  if (auto text = written(properties)) {
    std::string json = *text;
    if (!json.starts_with("{")) {
      for (const std::string_view prefix : {"file://", "file:", "classpath:"}) {
        if (json.starts_with(prefix)) {
          json.erase(0, prefix.size());
          break;
        }
      }
      std::ifstream file(json);
      if (!file) return Error("java.io.FileNotFoundException", "cannot read the Knative environment " + json);
      std::ostringstream content;
      content << file.rdbuf();
      json = content.str();
    }
    auto parsed = parse(json);
    if (!parsed) return parsed.error();
    environment = std::move(*parsed);
  }
  for (const Map& map : indexed(properties)) environment.resources_.push_back(resource_of(map));
  environment.sink_ = variable("K_SINK");
  for (const auto& [name, value] : extensions_of(variable("K_CE_OVERRIDES"))) environment.overrides_["ce-" + name] = value;
  return environment;
}

std::optional<Resource> Environment::find(const Wanted& wanted) const {
  const auto fits = [&](const Resource& resource, std::string_view name) {
    return resource.type == wanted.type && resource.name == name && resource.side == wanted.side &&
           (wanted.api_version.empty() || resource.api_version == wanted.api_version) && (wanted.kind.empty() || resource.kind == wanted.kind) &&
           (wanted.object_name.empty() || resource.object_name == wanted.object_name);
  };
  const std::string object = wanted.type == "event" && wanted.side == Side::Sink ? wanted.object_name : "";
  for (const std::string& name : {object, wanted.name, std::string("default")}) {
    if (name.empty()) continue;
    for (const Resource& resource : resources_) {
      if (!fits(resource, name)) continue;
      Resource found = resource;
      for (const auto& [header, value] : overrides_) found.overrides.insert_or_assign(header, value);
      return found;
    }
  }
  if (wanted.side == Side::Source || sink_.empty()) return std::nullopt;
  Resource sink{.type = wanted.type, .name = wanted.name, .side = Side::Sink, .has_side = true, .url = sink_};
  sink.overrides = overrides_;
  return sink;
}

bool matches(const std::string& filter, std::string_view value) {
  const auto comma = value.rfind(',');
  if (comma != std::string_view::npos) value.remove_prefix(comma + 1);
  while (value.starts_with(" ")) value.remove_prefix(1);
  if (filter == value) return true;
  const RE2 pattern(filter, RE2::Quiet);
  return pattern.ok() && RE2::FullMatch(value, pattern);
}

bool matches(const std::map<std::string, std::string>& filters, const CloudEvent& event) {
  for (const auto& [written_name, filter] : filters) {
    const std::string_view name = std::string_view(written_name).starts_with("ce-") ? std::string_view(written_name).substr(3) : std::string_view(written_name);
    const std::string* value = event.find(name);
    // An empty filter asks only that the attribute is there, as a trigger's does.
    if (value == nullptr || value->empty() || (!filter.empty() && !matches(filter, *value))) return false;
  }
  return true;
}

}  // namespace kamel::knative
