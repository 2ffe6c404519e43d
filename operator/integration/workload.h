// The workload: a plan's pod as a Deployment, a Knative Service or a CronJob.
#pragma once

#include "operator/integration/plan.h"

namespace kamel::cluster {

/// What every pod has before traits have a say: the runtime, its mounts, no rights.
void begin_pod(Plan& plan);
/// The object named as the Integration, and the conditions that tell which shape it has.
void add_workload(Plan& plan);

/// `patch` over `into`, as Kubernetes merges: maps by key, lists of things with names by name, other lists as a whole; null takes away.
void merge(json::value& into, const json::value& patch);

}  // namespace kamel::cluster
