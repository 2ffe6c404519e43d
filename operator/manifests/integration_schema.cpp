// The schemas of Integration.
#include "operator/manifests/schema.h"

namespace kamel::cluster {
namespace json = boost::json;
namespace {

constexpr std::string_view kSource = R"(
type: object
properties:
  name: {type: string, description: name of the file}
  path: {type: string}
  content: {type: string, description: the text itself}
  rawContent: {type: string, format: byte}
  contentRef: {type: string, description: a ConfigMap that holds the text}
  contentKey: {type: string, description: 'its key there; content by default'}
  contentType: {type: string}
  compression: {type: boolean, description: whether the content is gzip in base64}
  language: {type: string, description: yaml; others are not run}
  loader: {type: string}
  interceptors: {type: array, items: {type: string}}
  type: {type: string}
  property-names: {type: array, items: {type: string}}
  from-kamelet: {type: boolean}
)";

constexpr std::string_view kReference = R"(
type: object
properties:
  apiVersion: {type: string}
  kind: {type: string}
  name: {type: string}
  namespace: {type: string}
  uid: {type: string}
  resourceVersion: {type: string}
  fieldPath: {type: string}
)";

constexpr std::string_view kSpec = R"(
type: object
description: what is to run
properties:
  replicas: {type: integer, format: int32, default: 1, description: how many pods}
  flows:
    type: array
    description: routes, as in a Camel YAML file
    items: {type: object, x-kubernetes-preserve-unknown-fields: true}
  git: {type: object, x-kubernetes-preserve-unknown-fields: true, description: not supported}
  dependencies: {type: array, items: {type: string}, description: without effect}
  profile: {type: string, description: without effect}
  serviceAccountName: {type: string, description: the pods' service account; its token is not mounted}
  repositories: {type: array, items: {type: string}, description: without effect}
  configuration:
    type: array
    description: the older way to give properties
    items:
      type: object
      required: [type, value]
      properties:
        type: {type: string}
        value: {type: string}
  template:
    type: object
    description: merged over the pods' template
    properties:
      spec: {type: object, x-kubernetes-preserve-unknown-fields: true}
)";

constexpr std::string_view kStatus = R"(
type: object
properties:
  observedGeneration: {type: integer, format: int64}
  phase: {type: string}
  digest: {type: string, description: of the routes that were declared last}
  image: {type: string}
  jar: {type: string}
  dependencies: {type: array, items: {type: string}}
  profile: {type: string}
  version: {type: string}
  platform: {type: string}
  traits: {type: object, x-kubernetes-preserve-unknown-fields: true}
  runtimeVersion: {type: string}
  runtimeProvider: {type: string}
  replicas: {type: integer, format: int32}
  selector: {type: string}
  capabilities: {type: array, items: {type: string}}
  lastInitTimestamp: {type: string, format: date-time}
  lastBuildTimestamp: {type: string, format: date-time}
  lastDeploymentTimestamp: {type: string, format: date-time}
  configuration: {type: array, items: {type: object, x-kubernetes-preserve-unknown-fields: true}}
  catalog: {type: object, properties: {version: {type: string}, provider: {type: string}}}
  live:
    type: object
    x-kubernetes-preserve-unknown-fields: true
    description: what the pods answered to the last push of routes
  conditions:
    type: array
    items:
      type: object
      required: [status, type]
      properties:
        type: {type: string}
        status: {type: string}
        reason: {type: string}
        message: {type: string}
        firstTruthyTime: {type: string, format: date-time}
        lastTransitionTime: {type: string, format: date-time}
        lastUpdateTime: {type: string, format: date-time}
        pods: {type: array, items: {type: object, x-kubernetes-preserve-unknown-fields: true}}
)";

}  // namespace

json::object integration_spec_schema() {
  json::object out = schema(kSpec);
  json::object& properties = out["properties"].get_object();
  properties["sources"] = json::object{{"type", "array"}, {"description", "files with routes, or where they are"}, {"items", schema(kSource)}};
  properties["integrationKit"] = schema(kReference);
  properties["traits"] = traits_schema();
  return out;
}

json::object integration_status_schema() {
  json::object out = schema(kStatus);
  json::object& properties = out["properties"].get_object();
  properties["integrationKit"] = schema(kReference);
  properties["generatedSources"] = json::object{{"type", "array"}, {"items", schema(kSource)}};
  return out;
}

}  // namespace kamel::cluster
