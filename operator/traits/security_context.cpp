// Trait security-context: as whom the pods run.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "runAsUser", .type = FieldType::Int, .summary = "the user, by number [1000; what the cluster gives on OpenShift]"},
    {.name = "runAsNonRoot", .type = FieldType::Bool, .summary = "whether root is refused", .fallback = "true"},
    {.name = "seccompProfileType", .summary = "the seccomp profile", .fallback = "RuntimeDefault"},
};

void apply(const Options& options, Plan& plan) {
  json::object context{{"runAsNonRoot", options.flag("runAsNonRoot")}, {"seccompProfile", json::object{{"type", options.text("seccompProfileType")}}}};
  if (options.has("runAsUser"))
    context["runAsUser"] = options.integer("runAsUser");
  else if (!plan.facts.openshift)
    context["runAsUser"] = 1000;
  // The certificates of the admin port belong to root; the group may read them.
  if (!plan.facts.openshift) context["fsGroup"] = context.contains("runAsUser") ? context["runAsUser"] : json::value(1000);
  plan.pod["securityContext"] = std::move(context);
}

}  // namespace

TraitSpec security_context() {
  return {.name = "security-context", .summary = "As whom the pods run.", .fields = kFields, .order = 1600, .always = true, .example = "security-context:\n  runAsUser: 2000", .apply = apply};
}

}  // namespace kamel::traits
