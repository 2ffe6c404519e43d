// Trait affinity: which nodes, and beside which pods.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "podAffinity", .type = FieldType::Bool, .summary = "whether the pods like to be together", .fallback = "false"},
    {.name = "podAntiAffinity", .type = FieldType::Bool, .summary = "whether each pod has a node of its own", .fallback = "false"},
    {.name = "nodeAffinityLabels", .type = FieldType::Texts, .summary = "of nodes: key, !key, key=value, key!=value, key in (a, b), key notin (a, b)"},
    {.name = "podAffinityLabels", .type = FieldType::Texts, .summary = "of pods to be beside"},
    {.name = "podAntiAffinityLabels", .type = FieldType::Texts, .summary = "of pods to be apart from"},
};

json::object expression(std::string_view key, std::string_view operation, std::string_view values) {
  while (key.ends_with(' ')) key.remove_suffix(1);
  json::object out{{"key", key}, {"operator", operation}};
  if (operation != "Exists" && operation != "DoesNotExist") {
    json::array list;
    for (const std::string& value : cluster::parts(values, ',')) list.push_back(json::value(value));
    out["values"] = std::move(list);
  }
  return out;
}

// A label selector as kubectl writes it.
std::optional<json::object> expression_of(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  if (text.starts_with('!')) return expression(text.substr(1), "DoesNotExist", {});
  for (const auto& [word, operation] : {std::pair{" notin ", "NotIn"}, {" in ", "In"}}) {
    const auto at = text.find(word);
    if (at == std::string_view::npos) continue;
    const auto open = text.find('(', at), close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::nullopt;
    return expression(text.substr(0, at), operation, text.substr(open + 1, close - open - 1));
  }
  for (const auto& [sign, operation] : {std::pair{"!=", "NotIn"}, {"==", "In"}, {"=", "In"}}) {
    const auto at = text.find(sign);
    if (at != std::string_view::npos) return expression(text.substr(0, at), operation, text.substr(at + std::string_view(sign).size()));
  }
  return expression(text, "Exists", {});
}

json::array expressions(const std::vector<std::string>& texts, Plan& plan) {
  json::array out;
  for (const std::string& text : texts) {
    if (auto found = expression_of(text))
      out.push_back(std::move(*found));
    else
      plan.error("trait affinity: '" + text + "' is no label selector", "write key in (a, b), key=value, key or !key");
  }
  return out;
}

json::object beside(json::array found, bool own, const Plan& plan) {
  if (own) found.push_back(json::object{{"key", cluster::kIntegrationLabel}, {"operator", "In"}, {"values", json::array{json::value(plan.name)}}});
  json::object term{{"labelSelector", json::object{{"matchExpressions", std::move(found)}}}, {"topologyKey", "kubernetes.io/hostname"}};
  return {{"requiredDuringSchedulingIgnoredDuringExecution", json::array{std::move(term)}}};
}

void apply(const Options& options, Plan& plan) {
  const bool together = options.flag("podAffinity"), apart = options.flag("podAntiAffinity");
  if (together && apart) return plan.error("trait affinity has both podAffinity and podAntiAffinity", "keep one of them");
  json::object affinity;
  if (options.has("nodeAffinityLabels")) {
    json::object term{{"matchExpressions", expressions(options.texts("nodeAffinityLabels"), plan)}};
    affinity["nodeAffinity"] =
        json::object{{"requiredDuringSchedulingIgnoredDuringExecution", json::object{{"nodeSelectorTerms", json::array{std::move(term)}}}}};
  }
  if (together || options.has("podAffinityLabels")) affinity["podAffinity"] = beside(expressions(options.texts("podAffinityLabels"), plan), together, plan);
  if (apart || options.has("podAntiAffinityLabels")) affinity["podAntiAffinity"] = beside(expressions(options.texts("podAntiAffinityLabels"), plan), apart, plan);
  if (!affinity.empty()) plan.pod["affinity"] = std::move(affinity);
}

}  // namespace

TraitSpec affinity() {
  return {.name = "affinity", .summary = "Which nodes, and beside which pods.", .fields = kFields, .order = 1500, .on = false, .example = "affinity:\n  enabled: true\n  podAntiAffinity: true", .apply = apply};
}

}  // namespace kamel::traits
