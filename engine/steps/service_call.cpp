// serviceCall: calls a service found by a registry; refused.
#include "engine/steps/shared/refused.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "name"},
    {.name = "uri"},
    {.name = "component", .fallback = "http"},
    {.name = "pattern"},
    {.name = "configurationRef", .type = FieldType::Reference},
    {.name = "expression", .type = FieldType::Any},
    {.name = "expressionRef", .type = FieldType::Reference},
    {.name = "loadBalancerRef", .type = FieldType::Reference},
    {.name = "serviceChooserRef", .type = FieldType::Reference},
    {.name = "serviceDiscoveryRef", .type = FieldType::Reference},
    {.name = "serviceFilterRef", .type = FieldType::Reference},
    {.name = "defaultLoadBalancer", .type = FieldType::Any},
    {.name = "blacklistServiceFilter", .type = FieldType::Any},
    {.name = "combinedServiceFilter", .type = FieldType::Any},
    {.name = "customServiceFilter", .type = FieldType::Any},
    {.name = "healthyServiceFilter", .type = FieldType::Any},
    {.name = "passThroughServiceFilter", .type = FieldType::Any},
    {.name = "cachingServiceDiscovery", .type = FieldType::Any},
    {.name = "combinedServiceDiscovery", .type = FieldType::Any},
    {.name = "consulServiceDiscovery", .type = FieldType::Any},
    {.name = "dnsServiceDiscovery", .type = FieldType::Any},
    {.name = "kubernetesServiceDiscovery", .type = FieldType::Any},
    {.name = "staticServiceDiscovery", .type = FieldType::Any},
    {.name = "zookeeperServiceDiscovery", .type = FieldType::Any},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  refuse(decl, assembler, "a service registry", "call the service by its name in the cluster: to: http://orders/api",
         "java.lang.IllegalArgumentException");
}

}  // namespace

StepSpec service_call() {
  return {.name = "serviceCall",
          .summary = "Calls a service found by a registry; refused",
          .fields = kFields,
          .shorthand = "name",
          .example = "- serviceCall: orders/api",
          .needs = "a service registry",
          .compile = compile};
}

}  // namespace kamel::steps
