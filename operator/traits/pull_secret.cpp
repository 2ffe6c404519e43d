// Trait pull-secret: who may pull the image.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "secretName", .summary = "a Secret of type kubernetes.io/dockerconfigjson"},
    {.name = "auto", .type = FieldType::Bool, .summary = "whether the Secret of the build's registry is used", .ignored = "nothing is built"},
    {.name = "imagePullerDelegation", .type = FieldType::Bool, .summary = "rights of OpenShift's image puller", .ignored = "the image is not in the operator's namespace"},
};

void apply(const Options& options, Plan& plan) {
  if (options.has("secretName")) plan.pod["imagePullSecrets"] = json::array{json::object{{"name", options.text("secretName")}}};
}

}  // namespace

TraitSpec pull_secret() {
  return {.name = "pull-secret", .summary = "Who may pull the image.", .fields = kFields, .order = 1700, .example = "pull-secret:\n  secretName: registry", .apply = apply};
}

}  // namespace kamel::traits
