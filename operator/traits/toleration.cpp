// Trait toleration: nodes that other pods are kept from.
#include <algorithm>

#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "taints", .type = FieldType::Texts, .summary = "key[=value]:effect[:seconds]"},
};

bool is_effect(std::string_view text) { return text == "NoSchedule" || text == "PreferNoSchedule" || text == "NoExecute"; }

std::optional<json::object> toleration_of(const std::string& text) {
  const auto words = cluster::parts(text, ':');
  if (words.size() < 2 || words.size() > 3 || words[0].empty() || !is_effect(words[1])) return std::nullopt;
  const auto equals = words[0].find('=');
  json::object out{{"key", words[0].substr(0, equals)}, {"operator", equals == std::string::npos ? "Exists" : "Equal"}, {"effect", words[1]}};
  if (equals != std::string::npos) out["value"] = words[0].substr(equals + 1);
  if (words.size() == 2) return out;
  if (words[2].empty() || words[2].size() > 9 || words[2].find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  out["tolerationSeconds"] = std::stoll(words[2]);
  return out;
}

void apply(const Options& options, Plan& plan) {
  json::array all;
  for (const std::string& text : options.texts("taints")) {
    auto toleration = toleration_of(text);
    if (!toleration) {
      plan.error("trait toleration: '" + text + "' is not key[=value]:effect[:seconds]", "the effect is NoSchedule, PreferNoSchedule or NoExecute");
      continue;
    }
    const auto& allowed = plan.facts.toleration_keys;
    const std::string key((*toleration)["key"].as_string());
    if (!allowed.empty() && std::ranges::find(allowed, key) == allowed.end()) {
      plan.error("trait toleration: the key '" + key + "' is not allowed here", "the operator's TOLERATION_TAINTS_ALLOWED_KEYS lists those that are");
      continue;
    }
    all.push_back(std::move(*toleration));
  }
  if (!all.empty()) plan.pod["tolerations"] = std::move(all);
}

}  // namespace

TraitSpec toleration() {
  return {.name = "toleration", .summary = "Nodes that other pods are kept from.", .fields = kFields, .order = 1200, .on = false, .example = "toleration:\n  enabled: true\n  taints: ['gpu=true:NoSchedule']", .apply = apply};
}

}  // namespace kamel::traits
