#include "operator/integration/plan.h"

#include <algorithm>
#include <cctype>

#include "dsl/fields.h"

namespace kamel::cluster {
namespace {

std::string trait_condition(std::string_view trait) {
  std::string out = camel_case(trait) + "TraitInfo";
  out[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[0])));
  return out;
}

json::array& list_of(json::object& object, std::string_view key) {
  json::value& value = object[key];
  return value.is_array() ? value.get_array() : value.emplace_array();
}

}  // namespace

Plan::Plan(const Declared& all, const Facts& known, Desired& into)
    : declared(all), facts(known), out(into), name(kube::text_at(all.integration, {"metadata", "name"})),
      space(kube::text_at(all.integration, {"metadata", "namespace"}, known.space)) {}

json::object Plan::object(std::string_view api_version, std::string_view kind, std::string_view named) const {
  json::object labels{{kIntegrationLabel, name}};
  if (const auto generation = kube::whole_at(integration(), {"metadata", "generation"}); generation > 0) labels[kGenerationLabel] = std::to_string(generation);
  for (const auto& [key, value] : all_labels) labels[key] = value;
  json::object metadata{{"name", named.empty() ? std::string_view(name) : named}, {"namespace", space}, {"labels", std::move(labels)}};
  if (!all_annotations.empty()) metadata["annotations"] = all_annotations;
  if (const std::string uid = kube::text_at(integration(), {"metadata", "uid"}); !uid.empty()) {
    metadata["ownerReferences"] = json::array{json::object{{"apiVersion", "camel.apache.org/v1"},
                                                           {"kind", "Integration"},
                                                           {"name", name},
                                                           {"uid", uid},
                                                           {"controller", true},
                                                           {"blockOwnerDeletion", true}}};
  }
  return {{"apiVersion", api_version}, {"kind", kind}, {"metadata", std::move(metadata)}};
}

void Plan::condition(std::string_view type, bool holds, std::string_view reason, std::string_view message) {
  list_of(out.status, "conditions")
      .push_back(json::object{{"type", type}, {"status", holds ? "True" : "False"}, {"reason", reason}, {"message", message}});
}

void Plan::note(std::string_view trait, std::string_view text) {
  out.notes.push_back(std::string(trait) + ": " + std::string(text));
  const std::string type = trait_condition(trait);
  for (json::value& condition : list_of(out.status, "conditions")) {
    if (condition.at("type").as_string() != type) continue;
    condition.at("message").as_string().append("; ").append(text);
    return;
  }
  condition(type, true, "TraitConfiguration", text);
}

void Plan::capability(std::string_view word) {
  json::array& all = list_of(out.status, "capabilities");
  if (std::ranges::none_of(all, [&](const json::value& known) { return known.as_string() == word; })) all.push_back(json::value(word));
}

std::optional<std::pair<std::string, std::string>> key_value(std::string_view text, std::string_view trait, Plan& plan) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    plan.error("trait " + std::string(trait) + ": '" + std::string(text) + "' is no key=value");
    return std::nullopt;
  }
  return std::pair{std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

std::vector<std::string> parts(std::string_view text, char separator) {
  std::vector<std::string> out;
  while (true) {
    const auto end = std::min(text.find(separator), text.size());
    std::string_view part = text.substr(0, end);
    while (!part.empty() && std::isspace(static_cast<unsigned char>(part.front())) != 0) part.remove_prefix(1);
    while (!part.empty() && std::isspace(static_cast<unsigned char>(part.back())) != 0) part.remove_suffix(1);
    out.emplace_back(part);
    if (end == text.size()) return out;
    text.remove_prefix(end + 1);
  }
}

}  // namespace kamel::cluster
