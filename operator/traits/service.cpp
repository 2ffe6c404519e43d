// Trait service: a Service for what the routes serve.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr std::string_view kTypes[] = {"ClusterIP", "NodePort", "LoadBalancer"};
constexpr Field kFields[] = {
    kEnabled,
    {.name = "auto", .type = FieldType::Bool, .summary = "whether there is one where routes serve HTTP", .fallback = "true"},
    {.name = "nodePort", .type = FieldType::Bool, .summary = "the older way to say type: NodePort", .fallback = "false"},
    {.name = "type", .type = FieldType::Choice, .summary = "how it is reached", .choices = kTypes},
    {.name = "annotations", .type = FieldType::Map, .summary = "its annotations"},
    {.name = "labels", .type = FieldType::Map, .summary = "its labels"},
    {.name = "ports", .type = FieldType::Texts, .summary = "more ports: name;port;containerPort[;protocol]"},
};

void put_all(const Node* map, json::value& into) {
  if (map == nullptr) return;
  if (!into.is_object()) into.emplace_object();
  for (const Node::Entry& entry : map->entries) into.get_object()[entry.key] = entry.value.text;
}

bool is_port(const std::string& text) { return !text.empty() && text.size() < 6 && text.find_first_not_of("0123456789") == std::string::npos; }

void more_ports(const Options& options, json::array& ports, Plan& plan) {
  for (const std::string& text : options.texts("ports")) {
    const auto words = cluster::parts(text, ';');
    if (words.size() < 3 || !is_port(words[1]) || !is_port(words[2])) {
      plan.error("trait service: port '" + text + "' is not name;port;containerPort[;protocol]");
      continue;
    }
    ports.push_back(json::object{{"name", words[0]}, {"port", std::stoi(words[1])}, {"protocol", words.size() > 3 ? words[3] : "TCP"}, {"targetPort", std::stoi(words[2])}});
  }
}

void apply(const Options& options, Plan& plan) {
  if (plan.shape != cluster::Shape::Deployment) return;
  json::array ports;
  if (plan.exposed) {
    ports.push_back(json::object{{"name", plan.service_port_name}, {"port", plan.service_port}, {"protocol", "TCP"}, {"targetPort", plan.http_port_name}});
  }
  more_ports(options, ports, plan);
  if (ports.empty()) return plan.condition("ServiceAvailable", false, "ServiceNotAvailable", "no http service required");
  json::object service = plan.object("v1", "Service");
  json::object& metadata = service["metadata"].get_object();
  if (plan.exposed) metadata["labels"].get_object()["camel.apache.org/service.type"] = "user";
  put_all(options.node("labels"), metadata["labels"]);
  if (options.has("annotations")) put_all(options.node("annotations"), metadata["annotations"]);
  json::object spec{{"selector", plan.selector()}, {"ports", std::move(ports)}};
  if (options.has("type"))
    spec["type"] = options.choice("type");
  else if (options.flag("nodePort"))
    spec["type"] = "NodePort";
  service["spec"] = std::move(spec);
  plan.add(std::move(service));
  plan.condition("ServiceAvailable", true, "ServiceAvailable",
                 plan.name + "(" + plan.service_port_name + "/" + std::to_string(plan.service_port) + ") -> integration(" + plan.http_port_name + "/" +
                     std::to_string(plan.http_port) + ")");
}

}  // namespace

TraitSpec service() {
  return {.name = "service", .summary = "A Service for what the routes serve; by default where they serve HTTP.", .fields = kFields, .order = 1500, .example = "service:\n  type: NodePort", .apply = apply};
}

}  // namespace kamel::traits
