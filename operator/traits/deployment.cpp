// Trait deployment: how a Deployment replaces its pods.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr std::string_view kStrategies[] = {"Recreate", "RollingUpdate"};
constexpr Field kFields[] = {
    kEnabled,
    {.name = "progressDeadlineSeconds", .type = FieldType::Int, .summary = "seconds after which a rollout counts as failed", .fallback = "60"},
    {.name = "strategy", .type = FieldType::Choice, .summary = "how pods are replaced [the cluster's default]", .choices = kStrategies},
    {.name = "rollingUpdateMaxUnavailable", .type = FieldType::Any, .summary = "how many pods may be missing meanwhile: a number or a percentage"},
    {.name = "rollingUpdateMaxSurge", .type = FieldType::Any, .summary = "how many more pods there may be meanwhile: a number or a percentage"},
};

json::value amount(const std::string& text) {
  const bool number = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  return number ? json::value(std::stoll(text)) : json::value(text);
}

void apply(const Options& options, Plan& plan) {
  if (plan.shape != cluster::Shape::Deployment) return;
  plan.workload["progressDeadlineSeconds"] = options.integer("progressDeadlineSeconds");
  json::object rolling;
  if (options.has("rollingUpdateMaxUnavailable")) rolling["maxUnavailable"] = amount(options.text("rollingUpdateMaxUnavailable"));
  if (options.has("rollingUpdateMaxSurge")) rolling["maxSurge"] = amount(options.text("rollingUpdateMaxSurge"));
  const std::string type = options.has("strategy") ? options.choice("strategy") : rolling.empty() ? "" : "RollingUpdate";
  if (type.empty()) return;
  json::object strategy{{"type", type}};
  if (type == "RollingUpdate" && !rolling.empty()) strategy["rollingUpdate"] = std::move(rolling);
  plan.workload["strategy"] = std::move(strategy);
}

}  // namespace

TraitSpec deployment() {
  return {.name = "deployment",
          .summary = "How a Deployment replaces its pods, when something in their template changes. Routes change without that.",
          .fields = kFields,
          .order = 1100,
          .always = true,
          .example = "deployment:\n  strategy: RollingUpdate\n  rollingUpdateMaxSurge: 1",
          .apply = apply};
}

}  // namespace kamel::traits
