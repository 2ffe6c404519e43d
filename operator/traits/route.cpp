// Trait route: an OpenShift Route.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr std::string_view kTerminations[] = {"edge", "reencrypt", "passthrough"};
constexpr std::string_view kInsecure[] = {"None", "Allow", "Redirect"};
constexpr std::string_view kByExternal = "Routes take a Secret's content by tlsCertificateSecret only";
constexpr Field kFields[] = {
    kEnabled,
    {.name = "annotations", .type = FieldType::Map, .summary = "its annotations"},
    {.name = "host", .summary = "host name [the cluster makes one]"},
    {.name = "tlsTermination", .type = FieldType::Choice, .summary = "where TLS ends", .choices = kTerminations},
    {.name = "tlsCertificate", .summary = "the certificate, as PEM"},
    {.name = "tlsCertificateSecret", .summary = "the Secret that holds certificate and key (externalCertificate)"},
    {.name = "tlsKey", .summary = "its key, as PEM", .secret = true},
    {.name = "tlsKeySecret", .summary = "the Secret of the key", .ignored = kByExternal},
    {.name = "tlsCACertificate", .summary = "certificates of its authority, as PEM"},
    {.name = "tlsCACertificateSecret", .summary = "the Secret of those", .ignored = kByExternal},
    {.name = "tlsDestinationCACertificate", .summary = "authority of the pods' certificate, for reencrypt"},
    {.name = "tlsDestinationCACertificateSecret", .summary = "the Secret of that", .ignored = kByExternal},
    {.name = "tlsInsecureEdgeTerminationPolicy", .type = FieldType::Choice, .summary = "what happens to plain HTTP", .choices = kInsecure},
};
constexpr TraitAlias kAliases[] = {{"tls-ca-certificate", "tlsCACertificate"}, {"tls-destination-ca-certificate", "tlsDestinationCACertificate"}};

json::object tls(const Options& options) {
  json::object out{{"termination", options.choice("tlsTermination")}};
  for (const auto& [option, key] : {std::pair{"tlsCertificate", "certificate"}, {"tlsKey", "key"}, {"tlsCACertificate", "caCertificate"}, {"tlsDestinationCACertificate", "destinationCACertificate"}}) {
    if (options.has(option)) out[key] = options.text(option);
  }
  if (options.has("tlsCertificateSecret")) {
    const std::string secret = options.text("tlsCertificateSecret");
    out["externalCertificate"] = json::object{{"name", secret.substr(0, secret.find('/'))}};
  }
  if (options.has("tlsInsecureEdgeTerminationPolicy")) out["insecureEdgeTerminationPolicy"] = options.choice("tlsInsecureEdgeTerminationPolicy");
  return out;
}

void apply(const Options& options, Plan& plan) {
  if (!plan.facts.openshift) {
    if (options.flag("enabled")) plan.note("route", "this cluster has no OpenShift Routes; use the trait ingress or gateway");
    return;
  }
  if (!plan.exposed || plan.shape != cluster::Shape::Deployment) return;
  json::object route = plan.object("route.openshift.io/v1", "Route");
  if (const Node* annotations = options.node("annotations")) {
    json::object all;
    for (const Node::Entry& entry : annotations->entries) all[entry.key] = entry.value.text;
    route["metadata"].get_object()["annotations"] = std::move(all);
  }
  json::object spec{{"port", json::object{{"targetPort", plan.service_port_name}}}, {"to", json::object{{"kind", "Service"}, {"name", plan.name}, {"weight", 100}}}};
  if (options.has("host")) spec["host"] = options.text("host");
  if (options.has("tlsTermination")) spec["tls"] = tls(options);
  route["spec"] = std::move(spec);
  plan.add(std::move(route));
  plan.condition("ExposureAvailable", true, "RouteAvailable", plan.name + " -> " + plan.name + "(" + plan.service_port_name + ")");
}

}  // namespace

TraitSpec route() {
  return {.name = "route", .summary = "An OpenShift Route; by default there, where there is a Service for HTTP.", .fields = kFields, .aliases = kAliases, .order = 2200, .example = "route:\n  tlsTermination: edge", .apply = apply};
}

}  // namespace kamel::traits
