// Trait istio: the sidecar of the mesh.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "allow", .summary = "addresses that go through the mesh, as CIDRs", .fallback = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16"},
    {.name = "inject", .type = FieldType::Bool, .summary = "whether a sidecar is injected [as the namespace says]"},
};

void apply(const Options& options, Plan& plan) {
  plan.pod_annotations["traffic.sidecar.istio.io/includeOutboundIPRanges"] = options.text("allow");
  // The operator's pushes bring their own TLS.
  if (!plan.facts.admin_secret.empty()) plan.pod_annotations["traffic.sidecar.istio.io/excludeInboundPorts"] = std::to_string(plan.facts.admin_port);
  if (options.has("inject")) plan.pod_annotations["sidecar.istio.io/inject"] = options.flag("inject") ? "true" : "false";
}

}  // namespace

TraitSpec istio() {
  return {.name = "istio", .summary = "The sidecar of the mesh.", .fields = kFields, .order = 2300, .on = false, .example = "istio:\n  enabled: true\n  inject: true", .apply = apply};
}

}  // namespace kamel::traits
