#include "operator/integration/workload.h"

#include <utility>

namespace kamel::cluster {
namespace {

void put_list(json::object& object, std::string_view key, json::array list) {
  if (!list.empty()) object[key] = std::move(list);
}

void mount(Plan& plan, std::string_view volume, std::string_view path) {
  plan.mounts.push_back(json::object{{"name", volume}, {"mountPath", path}, {"readOnly", true}});
}

void add_admin_port(Plan& plan) {
  if (plan.facts.admin_secret.empty()) return;
  plan.ports.push_back(json::object{{"name", "admin"}, {"containerPort", plan.facts.admin_port}, {"protocol", "TCP"}});
  plan.volumes.push_back(json::object{{"name", "admin"}, {"secret", json::object{{"secretName", plan.facts.admin_secret}, {"defaultMode", 0440}}}});
  mount(plan, "admin", kAdminPath);
  for (const std::string& argument : {std::string("--admin-port=") + std::to_string(plan.facts.admin_port), std::string("--admin-certs=") + std::string(kAdminPath)})
    plan.arguments.push_back(json::value(argument));
}

// A job ends when its message has been done; nobody pushes to it.
json::array command(const Plan& plan) {
  json::array out;
  if (plan.shape == Shape::CronJob) {
    out = json::array{"run", kSourcesPath, "--max-messages=1"};
  } else {
    out = json::array{"serve", kSourcesPath};
    out.insert(out.end(), plan.arguments.begin(), plan.arguments.end());
  }
  return out;
}

json::object container(Plan& plan) {
  json::object out = plan.container;
  out["args"] = command(plan);
  put_list(out, "env", plan.environment);
  json::array ports = plan.ports;
  if (plan.shape == Shape::KnativeService) {  // which allows one port only
    ports = {json::object{{"name", plan.http_port_name}, {"containerPort", plan.http_port}}};
    out.erase("readinessProbe");  // Knative asks the port itself
  }
  put_list(out, "ports", std::move(ports));
  put_list(out, "volumeMounts", plan.mounts);
  return out;
}

json::object pod_template(Plan& plan) {
  json::object labels = plan.all_labels, annotations = plan.all_annotations;
  for (const auto& [key, value] : plan.pod_labels) labels[key] = value;
  labels[kIntegrationLabel] = plan.name;
  for (const auto& [key, value] : plan.pod_annotations) annotations[key] = value;
  json::object spec = plan.pod;
  json::array containers{container(plan)};
  containers.insert(containers.end(), plan.more_containers.begin(), plan.more_containers.end());
  spec["containers"] = std::move(containers);
  put_list(spec, "initContainers", plan.init_containers);
  put_list(spec, "volumes", plan.volumes);
  json::value merged(std::move(spec));
  if (const json::value* patch = kube::find(plan.spec(), {"template", "spec"}); patch != nullptr && !plan.template_is_ignored) merge(merged, *patch);
  return {{"metadata", json::object{{"labels", std::move(labels)}, {"annotations", std::move(annotations)}}}, {"spec", std::move(merged)}};
}

// The controller's object with the Integration's annotations.
json::object controller(Plan& plan, std::string_view api_version, std::string_view kind) {
  json::object out = plan.object(api_version, kind);
  json::object& metadata = out["metadata"].get_object();
  for (const auto& [key, value] : plan.workload_labels) metadata["labels"].get_object()[key] = value;
  json::object annotations = plan.all_annotations;
  for (const auto& [key, value] : kube::object_at(plan.integration(), {"metadata", "annotations"})) {
    if (!std::string_view(key).starts_with("kubectl.kubernetes.io/")) annotations[key] = value;
  }
  for (const auto& [key, value] : plan.workload_annotations) annotations[key] = value;
  if (!annotations.empty()) metadata["annotations"] = std::move(annotations);
  return out;
}

void add_deployment(Plan& plan) {
  json::object out = controller(plan, "apps/v1", "Deployment");
  json::object spec{{"replicas", kube::whole_at(plan.spec(), {"replicas"}, 1)}, {"selector", json::object{{"matchLabels", plan.selector()}}}};
  for (const auto& [key, value] : plan.workload) spec[key] = value;
  spec["template"] = pod_template(plan);
  out["spec"] = std::move(spec);
  plan.add(std::move(out));
  plan.condition("DeploymentAvailable", true, "DeploymentAvailable", "deployment name is " + plan.name);
}

void add_knative_service(Plan& plan) {
  json::object out = controller(plan, "serving.knative.dev/v1", "Service");
  // What Knative's pods may not say without a feature flag of its own; it has its own defaults.
  for (std::string_view key : {"securityContext", "terminationGracePeriodSeconds", "affinity", "tolerations", "restartPolicy"}) plan.pod.erase(key);
  out["spec"] = json::object{{"template", pod_template(plan)}};
  plan.add(std::move(out));
  plan.condition("DeploymentAvailable", false, "DeploymentAvailable", "controller strategy: knative-service");
  plan.condition("KnativeServiceAvailable", true, "KnativeServiceAvailable", "Knative service name is " + plan.name);
}

void add_cron_job(Plan& plan) {
  json::object out = controller(plan, "batch/v1", "CronJob");
  json::object job{{"template", pod_template(plan)}};
  json::object spec;
  for (const auto& [key, value] : plan.workload) {
    const std::string_view name = key;
    (name == "activeDeadlineSeconds" || name == "backoffLimit" ? job : spec)[name] = value;
  }
  spec["jobTemplate"] = json::object{{"spec", std::move(job)}};
  out["spec"] = std::move(spec);
  plan.add(std::move(out));
  plan.condition("DeploymentAvailable", false, "DeploymentAvailable", "controller strategy: cron-job");
  plan.condition("CronJobAvailable", true, "CronJobAvailableReason", "CronJob name is " + plan.name);
}

}  // namespace

void begin_pod(Plan& plan) {
  plan.container = json::object{{"name", "integration"}, {"image", plan.facts.image}};
  if (!plan.facts.image_pull_policy.empty()) plan.container["imagePullPolicy"] = plan.facts.image_pull_policy;
  plan.volumes.push_back(json::object{{"name", "routes"}, {"configMap", json::object{{"name", plan.name + "-routes"}}}});
  mount(plan, "routes", kSourcesPath);
  // The root is read-only; this is what may be written.
  plan.volumes.push_back(json::object{{"name", "tmp"}, {"emptyDir", json::object{}}});
  plan.mounts.push_back(json::object{{"name", "tmp"}, {"mountPath", "/tmp"}});
  add_admin_port(plan);
  plan.pod["automountServiceAccountToken"] = false;
  plan.pod["enableServiceLinks"] = false;
  plan.pod["terminationGracePeriodSeconds"] = 60;
  if (const std::string account = kube::text_at(plan.spec(), {"serviceAccountName"}); !account.empty()) plan.pod["serviceAccountName"] = account;
  plan.pod_annotations["kubectl.kubernetes.io/default-container"] = "integration";
}

void add_workload(Plan& plan) {
  switch (plan.shape) {
    case Shape::Deployment: return add_deployment(plan);
    case Shape::KnativeService: return add_knative_service(plan);
    case Shape::CronJob: return add_cron_job(plan);
  }
}

}  // namespace kamel::cluster
