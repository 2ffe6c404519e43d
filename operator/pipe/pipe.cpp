#include "operator/pipe/pipe.h"

#include "operator/integration/status.h"
#include "operator/text/yaml.h"

namespace kamel::cluster {
namespace json = boost::json;
using kube::Object;
namespace {

// What the runtime reads: nothing of the cluster's bookkeeping, so that the digest changes with the meaning alone.
std::string source_text(const Object& pipe) {
  Object spec;
  for (const auto& [key, value] : kube::object_at(pipe, {"spec"})) {
    const std::string_view name = key;
    if (name == "source" || name == "sink" || name == "steps" || name == "errorHandler") spec[key] = value;
  }
  return to_yaml(json::value(Object{{"apiVersion", kube::text_at(pipe, {"apiVersion"})},
                                    {"kind", kube::text_at(pipe, {"kind"})},
                                    {"metadata", Object{{"name", kube::key_of(pipe).name}}},
                                    {"spec", std::move(spec)}}));
}

Object metadata(const Object& pipe) {
  const std::string kind = kube::text_at(pipe, {"kind"});
  const kube::Key key = kube::key_of(pipe);
  Object labels = kube::object_at(pipe, {"metadata", "labels"});
  labels["camel.apache.org/created.by.kind"] = kind;
  labels["camel.apache.org/created.by.name"] = key.name;
  Object annotations;
  for (const auto& [name, value] : kube::object_at(pipe, {"metadata", "annotations"})) {
    if (!std::string_view(name).starts_with("kubectl.kubernetes.io/")) annotations[name] = value;
  }
  const Object owner{{"apiVersion", kube::text_at(pipe, {"apiVersion"})}, {"kind", kind}, {"name", key.name}, {"uid", kube::text_at(pipe, {"metadata", "uid"})},
                     {"controller", true}, {"blockOwnerDeletion", true}};
  return {{"namespace", key.space}, {"name", key.name}, {"labels", std::move(labels)}, {"annotations", std::move(annotations)}, {"ownerReferences", json::array{owner}}};
}

}  // namespace

Object integration_of(const Object& pipe) {
  Object spec{{"sources", json::array{Object{{"name", kube::key_of(pipe).name + ".yaml"}, {"content", source_text(pipe)}}}}};
  for (std::string_view key : {"replicas", "serviceAccountName", "traits", "dependencies"}) {
    if (const json::value* given = kube::find(pipe, {"spec", key}); given != nullptr) spec[key] = *given;
  }
  return {{"apiVersion", "camel.apache.org/v1"}, {"kind", "Integration"}, {"metadata", metadata(pipe)}, {"spec", std::move(spec)}};
}

Object pipe_status(const Object& pipe, const kube::ObjectPtr& integration) {
  Object out = kube::object_at(pipe, {"status"});
  out["observedGeneration"] = kube::whole_at(pipe, {"metadata", "generation"});
  const std::string phase = integration ? kube::text_at(*integration, {"status", "phase"}) : "";
  out["phase"] = phase == "Running" ? "Ready" : phase == "Error" || phase == "Build Complete" ? phase : "Creating";
  if (!integration) return out;
  for (std::string_view key : {"replicas", "selector"}) {
    if (const json::value* value = kube::find(*integration, {"status", key}); value != nullptr) out[key] = *value;
  }
  for (const json::value& one : kube::list_at(*integration, {"status", "conditions"})) {
    if (!one.is_object()) continue;
    const Object& condition = one.get_object();
    const std::string type = kube::text_at(condition, {"type"});
    if (type != "Ready" && type != "RoutesAccepted") continue;
    set_condition(out, type, kube::text_at(condition, {"status"}), kube::text_at(condition, {"reason"}), kube::text_at(condition, {"message"}));
  }
  return out;
}

}  // namespace kamel::cluster
