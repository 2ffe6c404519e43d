// Trait container: the container that runs the routes.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr std::string_view kPolicies[] = {"Always", "Never", "IfNotPresent"};
constexpr Field kFields[] = {
    kEnabled,
    {.name = "auto", .type = FieldType::Bool, .summary = "whether a port is opened where routes serve HTTP", .fallback = "true"},
    {.name = "requestCPU", .summary = "CPU asked for", .fallback = "125m"},
    {.name = "requestMemory", .summary = "memory asked for", .fallback = "128Mi"},
    {.name = "limitCPU", .summary = "the most CPU", .fallback = "500m"},
    {.name = "limitMemory", .summary = "the most memory", .fallback = "512Mi"},
    {.name = "expose", .type = FieldType::Bool, .summary = "whether there is a port for HTTP, and a Service [as the routes need it]"},
    {.name = "port", .type = FieldType::Int, .summary = "port on which routes serve HTTP", .fallback = "8080"},
    {.name = "portName", .summary = "its name [http; h2c in a Knative Service]"},
    {.name = "servicePort", .type = FieldType::Int, .summary = "port of the Service", .fallback = "80"},
    {.name = "servicePortName", .summary = "its name", .fallback = "http"},
    {.name = "ports", .type = FieldType::Texts, .summary = "more ports: name;port[;protocol]"},
    {.name = "name", .summary = "name of the container", .fallback = "integration"},
    {.name = "image", .summary = "another image; it must hold this runtime"},
    {.name = "imagePullPolicy", .type = FieldType::Choice, .summary = "when the image is pulled", .choices = kPolicies},
    {.name = "runAsUser", .type = FieldType::Int, .summary = "the user, by number"},
    {.name = "runAsNonRoot", .type = FieldType::Bool, .summary = "whether root is refused [the pod's]"},
    {.name = "seccompProfileType", .summary = "the seccomp profile", .fallback = "RuntimeDefault"},
    {.name = "allowPrivilegeEscalation", .type = FieldType::Bool, .summary = "whether a process may gain rights", .fallback = "false"},
    {.name = "capabilitiesDrop", .type = FieldType::Texts, .summary = "capabilities taken away", .fallback = "ALL"},
    {.name = "capabilitiesAdd", .type = FieldType::Texts, .summary = "capabilities given"},
};

json::array listed(const std::vector<std::string>& texts) {
  json::array out;
  for (const std::string& text : texts) out.push_back(json::value(text));
  return out;
}

json::object security(const Options& options) {
  json::object capabilities{{"drop", listed(options.texts("capabilitiesDrop"))}};
  if (options.has("capabilitiesAdd")) capabilities["add"] = listed(options.texts("capabilitiesAdd"));
  json::object out{{"allowPrivilegeEscalation", options.flag("allowPrivilegeEscalation")},
                   {"capabilities", std::move(capabilities)},
                   {"readOnlyRootFilesystem", true},
                   {"seccompProfile", json::object{{"type", options.text("seccompProfileType")}}}};
  if (options.has("runAsUser")) out["runAsUser"] = options.integer("runAsUser");
  if (options.has("runAsNonRoot")) out["runAsNonRoot"] = options.flag("runAsNonRoot");
  return out;
}

void add_http_port(const Options& options, Plan& plan) {
  plan.http_port = static_cast<int>(options.integer("port"));
  plan.service_port = static_cast<int>(options.integer("servicePort"));
  plan.service_port_name = options.text("servicePortName");
  plan.http_port_name = options.has("portName") ? options.text("portName") : plan.shape == cluster::Shape::KnativeService ? "h2c" : "http";
  const bool expose = options.has("expose") ? options.flag("expose") : options.flag("auto") && plan.routes.serves_http;
  if (plan.http_port != 8080) plan.property("camel.server.port", std::to_string(plan.http_port));
  if (!expose) return;
  plan.exposed = true;
  plan.ports.insert(plan.ports.begin(), json::object{{"name", plan.http_port_name}, {"containerPort", plan.http_port}, {"protocol", "TCP"}});
}

void add_more_ports(const Options& options, Plan& plan) {
  for (const std::string& text : options.texts("ports")) {
    const auto words = cluster::parts(text, ';');
    const bool number = words.size() > 1 && !words[1].empty() && words[1].size() < 6 && words[1].find_first_not_of("0123456789") == std::string::npos;
    if (!number) {
      plan.error("trait container: port '" + text + "' is not name;port[;protocol]");
      continue;
    }
    plan.ports.push_back(json::object{{"name", words[0]}, {"containerPort", std::stoi(words[1])}, {"protocol", words.size() > 2 ? words[2] : "TCP"}});
  }
}

void apply(const Options& options, Plan& plan) {
  plan.container["name"] = options.text("name");
  plan.pod_annotations["kubectl.kubernetes.io/default-container"] = options.text("name");
  if (options.has("image")) plan.container["image"] = options.text("image");
  if (options.has("imagePullPolicy")) plan.container["imagePullPolicy"] = options.choice("imagePullPolicy");
  plan.container["resources"] = json::object{{"requests", json::object{{"cpu", options.text("requestCPU")}, {"memory", options.text("requestMemory")}}},
                                             {"limits", json::object{{"cpu", options.text("limitCPU")}, {"memory", options.text("limitMemory")}}}};
  plan.container["securityContext"] = security(options);
  add_http_port(options, plan);
  add_more_ports(options, plan);
}

}  // namespace

TraitSpec container() {
  return {.name = "container", .summary = "The container that runs the routes.", .fields = kFields, .order = 1000, .always = true, .example = "container:\n  limitMemory: 1Gi\n  port: 9090", .apply = apply};
}

}  // namespace kamel::traits
