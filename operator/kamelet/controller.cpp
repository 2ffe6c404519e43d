#include "operator/kamelet/controller.h"

namespace kamel::cluster {
using kube::Object;

kube::Object kamelet_status(const Object& kamelet) {
  Object out = kube::object_at(kamelet, {"status"});
  const std::string name = kube::key_of(kamelet).name;
  const bool reserved = name == "source" || name == "sink";
  const bool complete = kube::find(kamelet, {"spec", "template"}) != nullptr || !kube::list_at(kamelet, {"spec", "sources"}).empty();
  const bool good = complete && !reserved;
  out["observedGeneration"] = kube::whole_at(kamelet, {"metadata", "generation"});
  out["phase"] = good ? "Ready" : "Error";
  set_condition(out, "Ready", good ? "True" : "False", good ? "KameletReady" : "KameletNotReady",
                good ? "" : reserved ? "the name '" + name + "' is reserved" : "it has no spec.template");
  // Camel K lists the properties: tools show them.
  boost::json::array properties;
  for (const auto& [key, value] : kube::object_at(kamelet, {"spec", "definition", "properties"})) {
    Object property{{"name", key}};
    if (const boost::json::value* fallback = value.is_object() ? kube::find(value.get_object(), {"default"}) : nullptr; fallback != nullptr)
      property["default"] = fallback->is_string() ? std::string(fallback->get_string().c_str()) : boost::json::serialize(*fallback);
    properties.push_back(std::move(property));
  }
  out["properties"] = std::move(properties);
  return out;
}

Next KameletController::reconcile(const kube::WorkQueue::Work& work) {
  const auto began = std::chrono::steady_clock::now();
  const kube::ObjectPtr kamelet = tools_.watched[Kind::Kamelet].get(work.key);
  if (!kamelet || kube::is_deleting(*kamelet)) return {};
  const Object patch = status_patch(kube::object_at(*kamelet, {"status"}), kamelet_status(*kamelet));
  if (patch.empty()) return {};
  const kube::Outcome<Object> done = tools_.client.merge(kube::resources::kamelets, work.key, patch, "status");
  const bool well = done || done.error().not_found();
  if (!well) tools_.log(work.key.text() + ": " + done.error().text());
  tools_.metrics.reconciled("Kamelet", std::chrono::steady_clock::now() - began, well);
  return {!well};
}

}  // namespace kamel::cluster
