#include "kamel-cli/cluster/promoted.h"

#include "operator/kube/object.h"

namespace kamel::cli {
namespace json = boost::json;
namespace {

constexpr std::string_view kOperator = "camel.apache.org/operator.id";

json::object kept(const json::object& from) {
  json::object out;
  for (const auto& [key, value] : from) {
    const std::string_view name = key;
    if (!name.starts_with("kubectl.kubernetes.io/") && name != kOperator) out[name] = value;
  }
  return out;
}

// Both stay as they are where they already say an image.
void pin_image(json::object& spec, const std::string& image) {
  json::value& traits = spec["traits"];
  if (!traits.is_object()) traits.emplace_object();
  json::value& container = traits.get_object()["container"];
  if (!container.is_object()) container.emplace_object();
  container.get_object()["image"] = image;
}

}  // namespace

json::object promoted(const json::object& object, const Promotion& promotion) {
  json::object metadata{{"name", kube::text_at(object, {"metadata", "name"})}};
  if (!promotion.to.empty()) metadata["namespace"] = promotion.to;
  json::object annotations = kept(kube::object_at(object, {"metadata", "annotations"})), labels = kept(kube::object_at(object, {"metadata", "labels"}));
  if (!promotion.operator_id.empty()) annotations[kOperator] = promotion.operator_id;
  if (!annotations.empty()) metadata["annotations"] = std::move(annotations);
  if (!labels.empty()) metadata["labels"] = std::move(labels);
  json::object spec = kube::object_at(object, {"spec"});
  const std::string image = promotion.image.empty() ? kube::text_at(object, {"status", "image"}) : promotion.image;
  if (!image.empty()) pin_image(spec, image);
  return {{"apiVersion", kube::text_at(object, {"apiVersion"}, "camel.apache.org/v1")},
          {"kind", kube::text_at(object, {"kind"}, "Integration")},
          {"metadata", std::move(metadata)},
          {"spec", std::move(spec)}};
}

}  // namespace kamel::cli
