// Trait pdb: how many pods may go at a time when nodes are drained.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "minAvailable", .type = FieldType::Any, .summary = "pods that must stay: a number or a percentage"},
    {.name = "maxUnavailable", .type = FieldType::Any, .summary = "pods that may be missing: a number or a percentage [1, unless minAvailable is given]"},
};

json::value amount(const std::string& text) {
  const bool number = !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string::npos;
  return number ? json::value(std::stoll(text)) : json::value(text);
}

void apply(const Options& options, Plan& plan) {
  if (plan.shape == cluster::Shape::CronJob) return;
  if (options.has("minAvailable") && options.has("maxUnavailable")) return plan.error("trait pdb has both minAvailable and maxUnavailable", "keep one of them");
  json::object budget = plan.object("policy/v1", "PodDisruptionBudget");
  json::object spec{{"selector", json::object{{"matchLabels", plan.selector()}}}};
  if (options.has("minAvailable"))
    spec["minAvailable"] = amount(options.text("minAvailable"));
  else
    spec["maxUnavailable"] = options.has("maxUnavailable") ? amount(options.text("maxUnavailable")) : json::value(1);
  budget["spec"] = std::move(spec);
  plan.add(std::move(budget));
}

}  // namespace

TraitSpec pdb() {
  return {.name = "pdb", .summary = "How many pods may go at a time when nodes are drained.", .fields = kFields, .order = 1105, .on = false, .example = "pdb:\n  enabled: true\n  minAvailable: 2", .apply = apply};
}

}  // namespace kamel::traits
