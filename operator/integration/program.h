// The program of an Integration: the texts that its pods run, collected from wherever they are declared.
#pragma once

#include "operator/integration/plan.h"

namespace kamel::cluster {

/// Fills plan.out.program's sources: spec.flows as camel-k-embedded-flow.yaml, then spec.sources, inline or in ConfigMaps.
void collect_sources(Plan& plan);
/// Reads them with the properties so far; adds the Kamelets that they use. Errors go to the plan; a placeholder that only a pod can resolve is none.
RouteSet collect_routes(Plan& plan);
/// Sets the digest, when all properties are known.
void seal(Program& program);
/// The ConfigMap NAME-routes, for pods to come; an error in the plan where it would be too large.
json::object routes_config_map(Plan& plan);
/// Properties of one ConfigMap or Secret: a key that ends in .properties is read as such, any other is a property itself. `key` "" takes all.
std::map<std::string, std::string> properties_of(const json::object& object, std::string_view key, Diagnostics& diagnostics);

}  // namespace kamel::cluster
