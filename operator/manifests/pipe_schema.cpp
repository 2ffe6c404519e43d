// The schemas of Pipe, and of the KameletBinding that it once was.
#include "operator/manifests/schema.h"

namespace kamel::cluster {
namespace json = boost::json;
namespace {

constexpr std::string_view kEndpoint = R"(
type: object
description: exactly one of ref and uri
properties:
  ref:
    type: object
    properties:
      apiVersion: {type: string}
      kind: {type: string}
      name: {type: string}
      namespace: {type: string}
      uid: {type: string}
      resourceVersion: {type: string}
      fieldPath: {type: string}
  uri: {type: string, description: any Camel endpoint}
  properties: {type: object, x-kubernetes-preserve-unknown-fields: true}
  types: {type: object, x-kubernetes-preserve-unknown-fields: true}
  dataTypes:
    type: object
    additionalProperties:
      type: object
      properties:
        scheme: {type: string}
        format: {type: string}
)";

constexpr std::string_view kSpec = R"(
type: object
description: from a source through steps to a sink
properties:
  replicas: {type: integer, format: int32, default: 1}
  serviceAccountName: {type: string}
  dependencies: {type: array, items: {type: string}, description: without effect}
  integration: {type: object, x-kubernetes-preserve-unknown-fields: true, description: without effect}
  errorHandler:
    type: object
    description: 'one of none: {}, log: {parameters}, sink: {endpoint, parameters}'
    x-kubernetes-preserve-unknown-fields: true
)";

constexpr std::string_view kStatus = R"(
type: object
properties:
  observedGeneration: {type: integer, format: int64}
  phase: {type: string}
  replicas: {type: integer, format: int32}
  selector: {type: string}
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
        lastTransitionTime: {type: string, format: date-time}
        lastUpdateTime: {type: string, format: date-time}
        pods: {type: array, items: {type: object, x-kubernetes-preserve-unknown-fields: true}}
)";

}  // namespace

json::object pipe_spec_schema() {
  json::object out = schema(kSpec);
  json::object& properties = out["properties"].get_object();
  properties["source"] = schema(kEndpoint);
  properties["sink"] = schema(kEndpoint);
  properties["steps"] = json::object{{"type", "array"}, {"items", schema(kEndpoint)}};
  properties["traits"] = traits_schema();
  return out;
}

json::object pipe_status_schema() { return schema(kStatus); }

}  // namespace kamel::cluster
