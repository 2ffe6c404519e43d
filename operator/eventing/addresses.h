// Where Knative's channels, brokers and services of a namespace are reached.
#pragma once

#include "operator/integration/desired.h"
#include "operator/kube/client.h"

namespace kamel::cluster {

/// Fills `addresses` and `space_labels` of `declared`, when its routes may need them: some requests to the API server, of which failures count as
/// "not there yet". Whether something was looked up.
bool look_up_addresses(kube::Client& client, Declared& declared);

}  // namespace kamel::cluster
