// Trait owner: labels and annotations of the Integration that all of its objects get.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "targetAnnotations", .type = FieldType::Texts, .summary = "annotations to pass on; * for all"},
    {.name = "targetLabels", .type = FieldType::Texts, .summary = "labels to pass on; * for all"},
};

// What belongs to kubectl or to the Integration itself is not passed on by '*'.
bool is_own(std::string_view key) { return key.starts_with("kubectl.kubernetes.io/") || key.find("camel.apache.org/") != std::string_view::npos; }

void pass_on(const std::vector<std::string>& wanted, const json::object& from, json::object& to) {
  for (const std::string& name : wanted) {
    for (const auto& [key, value] : from) {
      if (name == "*" ? !is_own(key) : std::string_view(key) == name) to[key] = value;
    }
  }
}

void apply(const Options& options, Plan& plan) {
  pass_on(options.texts("targetLabels"), kube::object_at(plan.integration(), {"metadata", "labels"}), plan.all_labels);
  pass_on(options.texts("targetAnnotations"), kube::object_at(plan.integration(), {"metadata", "annotations"}), plan.all_annotations);
}

}  // namespace

TraitSpec owner() {
  return {.name = "owner",
          .summary = "Labels and annotations of the Integration that all of its objects get; every object is owned by it in any case.",
          .fields = kFields,
          .order = 100,  // before any object is made
          .example = "owner:\n  targetLabels: [team]",
          .apply = apply};
}

}  // namespace kamel::traits
