// Trait knative-service: scaled by requests, down to none.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr std::string_view kClasses[] = {"kpa.autoscaling.knative.dev", "hpa.autoscaling.knative.dev"};
constexpr std::string_view kVisibilities[] = {"cluster-local"};
constexpr Field kFields[] = {
    kEnabled,
    {.name = "auto", .type = FieldType::Bool, .summary = "whether it is chosen where every route waits for others", .fallback = "true"},
    {.name = "annotations", .type = FieldType::Map, .summary = "annotations of the Service"},
    {.name = "class", .type = FieldType::Choice, .summary = "the autoscaler", .choices = kClasses},
    {.name = "autoscalingMetric", .summary = "what is measured: concurrency, rps, cpu, memory"},
    {.name = "autoscalingTarget", .type = FieldType::Int, .summary = "how much of it a pod takes"},
    {.name = "minScale", .type = FieldType::Int, .summary = "the fewest pods"},
    {.name = "maxScale", .type = FieldType::Int, .summary = "the most pods"},
    {.name = "rolloutDuration", .summary = "how long requests move to a new revision: 60s"},
    {.name = "visibility", .type = FieldType::Choice, .summary = "who reaches it [everybody]", .choices = kVisibilities},
    {.name = "timeoutSeconds", .type = FieldType::Int, .summary = "how long a request may take"},
};
constexpr TraitAlias kAliases[] = {{"autoscaling-class", "class"}};

bool chosen(const Options& options, Plan& plan) {
  if (plan.shape != cluster::Shape::Deployment) return plan.shape == cluster::Shape::KnativeService;
  if (plan.shape_is_fixed) return false;
  if (options.flag("enabled")) return true;
  return plan.facts.knative_serving && options.flag("auto") && plan.routes.serves_http && plan.routes.passive;
}

void scaling(const Options& options, json::object& annotations) {
  for (const auto& [option, key] : {std::pair{"class", "class"},
                                    {"autoscalingMetric", "metric"},
                                    {"autoscalingTarget", "target"},
                                    {"minScale", "min-scale"},
                                    {"maxScale", "max-scale"}}) {
    if (options.has(option)) annotations["autoscaling.knative.dev/" + std::string(key)] = options.text(option);
  }
}

void apply(const Options& options, Plan& plan) {
  if (!chosen(options, plan)) return;
  if (!plan.facts.knative_serving) return plan.error("trait knative-service: this cluster has no Knative Serving", "install it, or leave the trait out");
  plan.shape = cluster::Shape::KnativeService;
  scaling(options, plan.pod_annotations);
  plan.workload_labels["bindings.knative.dev/include"] = "true";
  if (options.has("visibility")) plan.workload_labels["networking.knative.dev/visibility"] = options.choice("visibility");
  if (options.has("rolloutDuration")) plan.workload_annotations["serving.knative.dev/rollout-duration"] = options.text("rolloutDuration");
  if (const Node* annotations = options.node("annotations")) {
    for (const Node::Entry& entry : annotations->entries) plan.workload_annotations[entry.key] = entry.value.text;
  }
  if (options.has("timeoutSeconds")) plan.pod["timeoutSeconds"] = options.integer("timeoutSeconds");
}

}  // namespace

TraitSpec knative_service() {
  return {.name = "knative-service",
          .summary = "A Knative Service: scaled by requests, down to none. Chosen by itself where Knative Serving is there and every route waits for others.",
          .fields = kFields,
          .aliases = kAliases,
          .order = 910,
          .example = "knative-service:\n  enabled: true\n  minScale: 1",
          .apply = apply};
}

}  // namespace kamel::traits
