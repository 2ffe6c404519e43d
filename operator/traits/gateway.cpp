// Trait gateway: a Gateway and an HTTPRoute of the Gateway API.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "className", .summary = "the GatewayClass"},
    {.name = "listeners", .type = FieldType::Texts, .summary = "port;protocol", .fallback = "8080;HTTP"},
};

json::array listeners(const Options& options, Plan& plan) {
  json::array out;
  for (const std::string& text : options.texts("listeners")) {
    const auto words = cluster::parts(text, ';');
    const bool number = !words[0].empty() && words[0].size() < 6 && words[0].find_first_not_of("0123456789") == std::string::npos;
    if (!number || words.size() != 2) {
      plan.error("trait gateway: listener '" + text + "' is not port;protocol");
      continue;
    }
    out.push_back(json::object{{"name", "listener-" + words[0]}, {"port", std::stoi(words[0])}, {"protocol", words[1]}});
  }
  return out;
}

void apply(const Options& options, Plan& plan) {
  if (!plan.facts.gateway) return plan.error("trait gateway: this cluster has no Gateway API", "install it, or use the trait ingress");
  if (!plan.exposed) return plan.note("gateway", "there is no Service for HTTP to send requests to");
  if (!options.has("className")) return plan.error("trait gateway needs className", "`kubectl get gatewayclass` lists them");
  json::object gateway = plan.object("gateway.networking.k8s.io/v1", "Gateway");
  gateway["spec"] = json::object{{"gatewayClassName", options.text("className")}, {"listeners", listeners(options, plan)}};
  json::object route = plan.object("gateway.networking.k8s.io/v1", "HTTPRoute");
  route["spec"] = json::object{{"parentRefs", json::array{json::object{{"name", plan.name}}}},
                               {"rules", json::array{json::object{{"backendRefs", json::array{json::object{{"name", plan.name}, {"port", plan.service_port}}}}}}}};
  plan.add(std::move(gateway));
  plan.add(std::move(route));
  plan.condition("ExposureAvailable", true, "GatewayAvailable", "gateway " + plan.name + " -> " + plan.name + "(" + plan.service_port_name + ")");
}

}  // namespace

TraitSpec gateway() {
  return {.name = "gateway", .summary = "A Gateway and an HTTPRoute of the Gateway API.", .fields = kFields, .order = 2420, .on = false, .example = "gateway:\n  enabled: true\n  className: istio", .apply = apply};
}

}  // namespace kamel::traits
