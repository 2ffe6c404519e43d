// Trait keda: scaled by what waits, down to none.
#include "operator/integration/plan.h"
#include "operator/scaling/kafka_trigger.h"

namespace kamel::traits {
namespace {

constexpr Field kTriggerFields[] = {
    {.name = "type", .summary = "KEDA's name of the scaler"},
    {.name = "metricType", .summary = "AverageValue, Value or Utilization"},
    {.name = "metadata", .type = FieldType::Map, .summary = "what the scaler wants to know"},
    {.name = "secrets", .type = FieldType::Any, .summary = "list of {name, mapping}: keys of a Secret as parameters of the scaler"},
};
constexpr Field kFields[] = {
    kEnabled,
    {.name = "auto", .type = FieldType::Bool, .summary = "whether kafka: routes make triggers", .fallback = "true"},
    {.name = "pollingInterval", .type = FieldType::Int, .summary = "seconds between two looks", .fallback = "5"},
    {.name = "cooldownPeriod", .type = FieldType::Int, .summary = "seconds of rest before there are no pods", .fallback = "60"},
    {.name = "idleReplicaCount", .type = FieldType::Int, .summary = "pods when nothing waits (0 only)"},
    {.name = "minReplicaCount", .type = FieldType::Int, .summary = "the fewest pods", .fallback = "0"},
    {.name = "maxReplicaCount", .type = FieldType::Int, .summary = "the most pods [100; partitions set a limit, too]"},
    {.name = "triggers", .type = FieldType::Objects, .summary = "triggers of any kind", .fields = kTriggerFields},
    {.name = "autoMetadata", .type = FieldType::Map, .summary = "more metadata for the triggers of routes, by type: {kafka: {lagThreshold: '5000'}}"},
};

// Who is scaled: the Pipe, where one made the Integration.
json::object target(const Plan& plan) {
  const std::string kind = kube::label(plan.integration(), "camel.apache.org/created.by.kind");
  const std::string name = kube::label(plan.integration(), "camel.apache.org/created.by.name");
  if (kind == "Pipe" && !name.empty()) return {{"apiVersion", "camel.apache.org/v1"}, {"kind", "Pipe"}, {"name", name}};
  return {{"apiVersion", "camel.apache.org/v1"}, {"kind", "Integration"}, {"name", plan.name}};
}

/// The triggers, and the TriggerAuthentications that they refer to.
struct Triggers {
  Plan& plan;
  json::array list;

  std::string authentication_name(const std::string& type) const {
    const std::string name = plan.name + "-" + type;
    std::size_t same = 0;
    for (const json::object& object : plan.out.objects) {
      same += kube::text_at(object, {"kind"}) == "TriggerAuthentication" && kube::text_at(object, {"metadata", "name"}).starts_with(name) ? 1U : 0U;
    }
    return same == 0 ? name : name + "-" + std::to_string(same);
  }

  void authenticate(json::object& trigger, const std::string& name, json::array targets) {
    json::object authentication = plan.object("keda.sh/v1alpha1", "TriggerAuthentication", name);
    authentication["spec"] = json::object{{"secretTargetRef", std::move(targets)}};
    plan.add(std::move(authentication));
    trigger["authenticationRef"] = json::object{{"name", name}};
  }

  void of_route(const EndpointUri& from, const Node* more) {
    auto found = cluster::kafka_trigger(from, plan);
    if (!found) return;
    if (more != nullptr) {
      for (const Node::Entry& entry : more->entries) found->metadata[entry.key] = entry.value.text;
    }
    json::object trigger{{"type", "kafka"}, {"metadata", std::move(found->metadata)}};
    if (!found->secrets.empty()) login(trigger, std::move(found->secrets));
    list.push_back(std::move(trigger));
  }

  // The login of the route, in a Secret of its own: KEDA takes passwords from there only.
  void login(json::object& trigger, json::object values) {
    const std::string name = authentication_name("kafka");
    json::array targets;
    for (const auto& [parameter, value] : values) targets.push_back(json::object{{"parameter", parameter}, {"name", name}, {"key", parameter}});
    json::object secret = plan.object("v1", "Secret", name);
    secret["stringData"] = std::move(values);
    plan.add(std::move(secret));
    authenticate(trigger, name, std::move(targets));
  }

  void given(const Node& node) {
    json::object trigger;
    for (std::string_view key : {"type", "metricType"}) {
      if (const Node* value = node.find(key)) trigger[key] = value->text;
    }
    json::object metadata;
    if (const Node* values = node.find("metadata")) {
      for (const Node::Entry& entry : values->entries) metadata[entry.key] = entry.value.text;
    }
    trigger["metadata"] = std::move(metadata);
    json::array targets;
    if (const Node* secrets = node.find("secrets")) {
      for (const Node& secret : secrets->items) add_targets(secret, targets);
    }
    if (!targets.empty()) authenticate(trigger, authentication_name(std::string(node.find("type") != nullptr ? node.find("type")->text : "trigger")), std::move(targets));
    list.push_back(std::move(trigger));
  }

  // Without a mapping each key of the Secret is the parameter of that name.
  void add_targets(const Node& secret, json::array& targets) {
    const std::string name = secret.find("name") != nullptr ? secret.find("name")->text : "";
    if (const Node* mapping = secret.find("mapping"); mapping != nullptr && mapping->is_map()) {
      for (const Node::Entry& entry : mapping->entries) targets.push_back(json::object{{"parameter", entry.value.text}, {"name", name}, {"key", entry.key}});
      return;
    }
    const auto known = plan.declared.secrets.find(name);
    if (known == plan.declared.secrets.end()) return plan.error("trait keda: the keys of Secret '" + name + "' are not known", "give the mapping: key → parameter");
    for (const auto& [key, value] : kube::object_at(known->second, {"data"})) targets.push_back(json::object{{"parameter", key}, {"name", name}, {"key", key}});
  }
};

void apply(const Options& options, Plan& plan) {
  if (!plan.facts.keda) return plan.error("trait keda: this cluster has no KEDA", "install it, or leave the trait out");
  if (plan.shape != cluster::Shape::Deployment) return plan.note("keda", "has no effect: a " + std::string(plan.shape == cluster::Shape::CronJob ? "CronJob" : "Knative Service") + " scales by itself");
  Triggers triggers{plan, {}};
  const Node* more = options.node("autoMetadata");
  if (options.flag("auto")) {
    for (const EndpointUri& from : plan.routes.from) {
      if (from.scheme == "kafka") triggers.of_route(from, more != nullptr ? more->find("kafka") : nullptr);
    }
  }
  if (const Node* given = options.node("triggers")) {
    for (const Node& node : given->items) triggers.given(node);
  }
  if (triggers.list.empty()) return plan.note("keda", "there is nothing to scale by: no kafka: route and no trigger");
  json::object scaled = plan.object("keda.sh/v1alpha1", "ScaledObject");
  json::object spec{{"scaleTargetRef", target(plan)}};
  for (const char* name : {"pollingInterval", "cooldownPeriod", "idleReplicaCount", "minReplicaCount", "maxReplicaCount"}) {
    if (const auto value = options.maybe_integer(name)) spec[name] = *value;
  }
  spec["triggers"] = std::move(triggers.list);
  scaled["spec"] = std::move(spec);
  plan.add(std::move(scaled));
}

}  // namespace

TraitSpec keda() {
  return {.name = "keda",
          .summary = "Scaled by what waits, down to none: KEDA's ScaledObject, with triggers of kafka: routes (login, offset policy, lag) and others.",
          .fields = kFields,
          .order = 2450,
          .on = false,
          .example = "keda:\n  enabled: true\n  maxReplicaCount: 12",
          .apply = apply};
}

}  // namespace kamel::traits
