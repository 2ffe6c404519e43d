// The schema of Kamelet.
#include "operator/manifests/schema.h"

namespace kamel::cluster {
namespace json = boost::json;
namespace {

constexpr std::string_view kSpec = R"(
type: object
description: a route with parameters
properties:
  definition:
    type: object
    description: a JSON schema of the parameters
    properties:
      $schema: {type: string}
      id: {type: string}
      title: {type: string}
      description: {type: string}
      type: {type: string}
      required: {type: array, items: {type: string}}
      example: {x-kubernetes-preserve-unknown-fields: true}
      externalDocs: {type: object, x-kubernetes-preserve-unknown-fields: true}
      properties:
        type: object
        additionalProperties:
          type: object
          x-kubernetes-preserve-unknown-fields: true
          properties:
            title: {type: string}
            description: {type: string}
            type: {type: string}
            format: {type: string}
            pattern: {type: string}
            deprecated: {type: boolean}
            default: {x-kubernetes-preserve-unknown-fields: true}
            example: {x-kubernetes-preserve-unknown-fields: true}
            x-descriptors: {type: array, items: {type: string}}
  template: {type: object, x-kubernetes-preserve-unknown-fields: true, description: 'from or route, and beans'}
  sources: {type: array, items: {type: object, x-kubernetes-preserve-unknown-fields: true}}
  dataTypes: {type: object, x-kubernetes-preserve-unknown-fields: true}
  types: {type: object, x-kubernetes-preserve-unknown-fields: true}
  dependencies: {type: array, items: {type: string}, description: without effect}
  versions: {type: object, x-kubernetes-preserve-unknown-fields: true}
)";

}  // namespace

json::object kamelet_spec_schema() { return schema(kSpec); }

}  // namespace kamel::cluster
