#include "kamel-cli/run/local_runtime.h"

#include <sched.h>

#include <algorithm>
#include <cstdlib>

#include "connectors/kafka/embedded.h"
#include "connectors/kafka/state_topics.h"

namespace kamel::cli {

std::unique_ptr<Runtime> local_runtime(const Registry& registry, std::string name, unsigned workers) {
  auto runtime = std::make_unique<Runtime>(registry, RuntimeOptions{.name = std::move(name), .workers = workers});
  if (!in_cluster()) kafka::EmbeddedKafka::allow(runtime->context());
  kafka::StateTopics::offer(runtime->context());
  return runtime;
}

unsigned processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  const int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
  return static_cast<unsigned>(std::clamp(count, 1, 8));
}

bool in_cluster() { return std::getenv("KUBERNETES_SERVICE_HOST") != nullptr; }

}  // namespace kamel::cli
