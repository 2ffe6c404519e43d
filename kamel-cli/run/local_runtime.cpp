#include "kamel-cli/run/local_runtime.h"

#include <cstdlib>

#include "connectors/kafka/embedded.h"

namespace kamel::cli {

std::unique_ptr<Runtime> local_runtime(const Registry& registry, std::string name, unsigned workers) {
  auto runtime = std::make_unique<Runtime>(registry, RuntimeOptions{.name = std::move(name), .workers = workers});
  if (!in_cluster()) kafka::EmbeddedKafka::allow(runtime->context());
  return runtime;
}

bool in_cluster() { return std::getenv("KUBERNETES_SERVICE_HOST") != nullptr; }

}  // namespace kamel::cli
