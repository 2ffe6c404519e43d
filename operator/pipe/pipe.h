// Pipes and KameletBindings: an Integration for each, and its state as theirs.
#pragma once

#include "operator/integration/desired.h"
#include "operator/kube/object.h"

namespace kamel::cluster {

/// The Integration that a Pipe (or KameletBinding) stands for: of the same name, owned by it. Its only source is the Pipe itself, which the runtime reads.
kube::Object integration_of(const kube::Object& pipe);

/// The Pipe's status as it follows from its Integration's (null: not made yet).
kube::Object pipe_status(const kube::Object& pipe, const kube::ObjectPtr& integration);

}  // namespace kamel::cluster
