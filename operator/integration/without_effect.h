// Fields of an Integration that concern the building of Java images, and are told to have no effect.
#pragma once

#include "operator/integration/plan.h"

namespace kamel::cluster {

/// Notes in the plan: spec.git, spec.dependencies other than Camel's own components, spec.integrationKit, spec.repositories.
void tell_fields_without_effect(Plan& plan);

}  // namespace kamel::cluster
