// The life of one `kamel operator`.
#pragma once

#include <string>

#include "engine/registry.h"
#include "operator/operator.h"

namespace kamel::cli {

struct OperatingOptions {
  cluster::OperatorOptions cluster;
  std::string kube_config, watch;
  std::string health_host = "0.0.0.0";
  unsigned short health_port = 8081;
};

/// Until a signal, or until another operator has taken over. The exit code.
int operate(const Registry& registry, OperatingOptions options);

}  // namespace kamel::cli
