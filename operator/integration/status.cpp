#include "operator/integration/status.h"

namespace kamel::cluster {
namespace json = boost::json;
using kube::Object;
namespace {

json::array& conditions_of(Object& status) {
  json::value& list = status["conditions"];
  if (!list.is_array()) list = json::array();
  return list.get_array();
}

// The condition of a type: its object, or nullptr.
const Object* condition(const Object& object, std::string_view type) {
  for (const json::value& one : kube::list_at(object, {"status", "conditions"})) {
    if (one.is_object() && kube::text_at(one.get_object(), {"type"}) == type) return &one.get_object();
  }
  return nullptr;
}

// Why a container waits or ended, where that is a failure.
std::string container_failure(const Object& pod) {
  for (const json::value& one : kube::list_at(pod, {"status", "containerStatuses"})) {
    if (!one.is_object()) continue;
    const Object& container = one.get_object();
    const std::string waiting = kube::text_at(container, {"state", "waiting", "reason"});
    if (waiting == "ImagePullBackOff" || waiting == "ErrImagePull" || waiting == "CrashLoopBackOff" || waiting == "CreateContainerConfigError" ||
        waiting == "ErrImageNeverPull")
      return waiting + ": " + kube::text_at(container, {"state", "waiting", "message"});
    if (kube::text_at(container, {"state", "terminated", "reason"}) == "Error")
      return "container ended: " + kube::text_at(container, {"state", "terminated", "message"}, "see its log");
  }
  return {};
}

std::string pod_failure(const std::vector<kube::ObjectPtr>& pods) {
  for (const kube::ObjectPtr& pod : pods) {
    if (kube::is_deleting(*pod)) continue;
    if (const Object* scheduled = condition(*pod, "PodScheduled"); scheduled != nullptr && kube::text_at(*scheduled, {"reason"}) == "Unschedulable")
      return kube::key_of(*pod).name + ": " + kube::text_at(*scheduled, {"message"});
    if (const std::string failure = container_failure(*pod); !failure.empty()) return kube::key_of(*pod).name + ": " + failure;
  }
  return {};
}

std::string deployment_failure(const Object& deployment) {
  const Object* failure = condition(deployment, "ReplicaFailure");
  if (failure != nullptr && kube::text_at(*failure, {"status"}) == "True") return kube::text_at(*failure, {"message"});
  const Object* progress = condition(deployment, "Progressing");
  if (progress != nullptr && kube::text_at(*progress, {"reason"}) == "ProgressDeadlineExceeded") return kube::text_at(*progress, {"message"});
  return {};
}

std::string ratio(std::int64_t some, std::int64_t all, std::string_view what) {
  return std::to_string(some) + "/" + std::to_string(all) + " " + std::string(what) + " replicas";
}

bool has_condition(const Object& hints, std::string_view type) {
  for (const json::value& one : kube::list_at(hints, {"conditions"})) {
    if (one.is_object() && kube::text_at(one.get_object(), {"type"}) == type) return true;
  }
  return false;
}

// What an earlier declaration led to, and this one does not. The controller's own conditions are always there.
void drop_what_no_longer_holds(Object& status, const Object& hints) {
  if (!hints.contains("capabilities")) status.erase("capabilities");
  json::array kept;
  for (json::value& one : conditions_of(status)) {
    const std::string type = one.is_object() ? kube::text_at(one.get_object(), {"type"}) : "";
    if (type == "Ready" || type == "RoutesAccepted" || type == "RoutesLive" || has_condition(hints, type)) kept.push_back(std::move(one));
  }
  status["conditions"] = std::move(kept);
}

// Times do not make a status another one.
Object without_times(const Object& status) {
  Object out = status;
  if (json::value* list = out.if_contains("conditions"); list != nullptr && list->is_array()) {
    for (json::value& one : list->get_array()) {
      if (!one.is_object()) continue;
      one.get_object().erase("lastUpdateTime");
      one.get_object().erase("lastTransitionTime");
    }
  }
  return out;
}

}  // namespace

void set_condition(Object& status, std::string_view type, std::string_view state, std::string_view reason, std::string_view message, const json::array& pods) {
  Object fresh{{"type", type}, {"status", state}, {"reason", reason}, {"message", message}};
  if (!pods.empty()) fresh["pods"] = pods;
  const std::string now = kube::now_text();
  json::array& list = conditions_of(status);
  for (json::value& one : list) {
    if (!one.is_object() || kube::text_at(one.get_object(), {"type"}) != type) continue;
    Object& found = one.get_object();
    Object before = found;
    for (const char* time : {"lastUpdateTime", "lastTransitionTime"}) before.erase(time);
    if (before == fresh) return;
    const bool same_state = kube::text_at(found, {"status"}) == state;
    fresh["lastUpdateTime"] = now;
    fresh["lastTransitionTime"] = same_state ? kube::text_at(found, {"lastTransitionTime"}, now) : now;
    found = std::move(fresh);
    return;
  }
  fresh["lastUpdateTime"] = now;
  fresh["lastTransitionTime"] = now;
  list.push_back(std::move(fresh));
}

Workload workload_state(const kube::ObjectPtr& deployment, const std::vector<kube::ObjectPtr>& pods) {
  Workload out;
  if (!deployment) return {"Deploying", "False", "DeploymentProgressing", "the Deployment is being made", 0};
  const std::int64_t wanted = kube::whole_at(*deployment, {"spec", "replicas"}, 1);
  const std::int64_t ready = kube::whole_at(*deployment, {"status", "readyReplicas"});
  const std::int64_t updated = kube::whole_at(*deployment, {"status", "updatedReplicas"});
  out.replicas = kube::whole_at(*deployment, {"status", "replicas"});
  std::string failure = deployment_failure(*deployment);
  if (failure.empty() && ready < wanted) failure = pod_failure(pods);
  const bool observed = kube::whole_at(*deployment, {"status", "observedGeneration"}) >= kube::whole_at(*deployment, {"metadata", "generation"});
  if (!failure.empty() && ready < wanted) {
    out.phase = "Error";
    out.reason = "Error";
    out.message = failure;
  } else if (observed && ready >= wanted && updated >= wanted) {
    out = {"Running", "True", "DeploymentReady", ratio(ready, wanted, "ready"), out.replicas};
  } else {
    out.phase = ready > 0 ? "Running" : "Deploying";
    out.ready = ready >= wanted ? "True" : "False";
    out.reason = "DeploymentProgressing";
    out.message = updated < wanted ? ratio(updated, wanted, "updated") : ratio(ready, wanted, "ready");
  }
  return out;
}

Workload knative_state(const Object& service, std::int64_t pods) {
  const Object* ready = condition(service, "Ready");
  const std::string state = ready != nullptr ? kube::text_at(*ready, {"status"}) : "Unknown";
  if (state == "True") return {"Running", "True", "KnativeServiceReady", "", pods};
  const std::string message = ready != nullptr ? kube::text_at(*ready, {"message"}) : "the Knative Service is being made";
  return {state == "False" ? "Error" : "Deploying", "False", "KnativeServiceNotReady", message, pods};
}

void take_hints(Object& status, const Object& hints) {
  drop_what_no_longer_holds(status, hints);
  for (const auto& [key, value] : hints) {
    if (key != "conditions") {
      status[key] = value;
      continue;
    }
    if (!value.is_array()) continue;
    for (const json::value& one : value.get_array()) {
      if (!one.is_object()) continue;
      const Object& hint = one.get_object();
      set_condition(status, kube::text_at(hint, {"type"}), kube::text_at(hint, {"status"}), kube::text_at(hint, {"reason"}), kube::text_at(hint, {"message"}));
    }
  }
}

Object status_patch(const Object& before, const Object& after) {
  if (without_times(before) == without_times(after)) return {};
  Object changed;
  for (const auto& [key, value] : after) {
    const json::value* old = before.if_contains(key);
    if (old == nullptr || *old != value) changed[key] = value;
  }
  for (const auto& [key, value] : before) {
    if (!after.contains(key)) changed[key] = nullptr;
  }
  return {{"status", std::move(changed)}};
}

}  // namespace kamel::cluster
