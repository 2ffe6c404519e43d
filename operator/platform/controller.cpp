#include "operator/platform/controller.h"

namespace kamel::cluster {
using kube::Object;
namespace {

// "build, cluster": what the spec says besides traits.
std::string without_effect(const Object& spec) {
  std::string out;
  for (const auto& [key, value] : spec) {
    if (key == "traits" || (value.is_object() && value.get_object().empty())) continue;
    out.append(out.empty() ? "" : ", ").append(key);
  }
  return out;
}

bool is_of_another(const Object& object, const std::string& operator_id) {
  const std::string named = kube::annotation(object, "camel.apache.org/operator.id");
  if (!named.empty() && named != operator_id) return true;
  const std::string version = kube::text_at(object, {"status", "version"});  // Camel K writes one, and nobody else
  return !version.empty() && kube::text_at(object, {"status", "info", "provider"}) != "kamel";
}

}  // namespace

Object platform_status(const Object& object, const std::string& version, const std::string& operator_id) {
  Object out = kube::object_at(object, {"status"});
  if (is_of_another(object, operator_id)) return out;
  out["observedGeneration"] = kube::whole_at(object, {"metadata", "generation"});
  out["phase"] = "Ready";
  out["version"] = version;
  out["info"] = Object{{"provider", "kamel"}};
  const std::string idle = without_effect(kube::object_at(object, {"spec"}));
  set_condition(out, "Ready", "True", "TraitsRead", idle.empty() ? "" : "traits are read; without effect, since nothing is built: " + idle);
  return out;
}

bool PlatformController::tell(Kind kind, const kube::Resource& resource, const kube::Key& key) {
  const kube::ObjectPtr object = tools_.watched[kind].get(key);
  if (!object || kube::is_deleting(*object)) return true;
  const Object patch = status_patch(kube::object_at(*object, {"status"}), platform_status(*object, tools_.facts().version, tools_.operator_id));
  if (patch.empty()) return true;
  kube::Outcome<Object> done = tools_.client.merge(resource, key, patch, "status");
  const bool well = done || done.error().not_found();
  if (!well) tools_.log(key.text() + ": " + done.error().text());
  if (done) tools_.watched[kind].put(std::move(*done));  // so that the watch tells nothing new of it
  return well;
}

Next PlatformController::reconcile(const kube::WorkQueue::Work& work) {
  const auto began = std::chrono::steady_clock::now();
  const bool platform = tell(Kind::Platform, kube::resources::platforms, work.key);
  const bool profile = tell(Kind::Profile, kube::resources::profiles, work.key);
  tools_.metrics.reconciled("Platform", std::chrono::steady_clock::now() - began, platform && profile);
  return {!platform || !profile};
}

}  // namespace kamel::cluster
