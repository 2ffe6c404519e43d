// The runtime of all commands that check or run routes: the same rules for each of them.
#pragma once

#include <memory>
#include <string>

#include "engine/runtime.h"

namespace kamel::cli {

/// Outside of a cluster, Kafka endpoints without brokers use one inside the process; inside, they are an error.
std::unique_ptr<Runtime> local_runtime(const Registry& registry, std::string name, unsigned workers = 1);

/// How many workers suit this machine: one per processor that may be used, at most 8.
unsigned processors();

/// Whether this is a pod.
bool in_cluster();

}  // namespace kamel::cli
