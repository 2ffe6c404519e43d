#include "operator/integration/phase.h"

namespace kamel::cluster {

Asked asked(const kube::Object& integration, bool works) {
  const std::string phase = kube::text_at(integration, {"status", "phase"});
  const Asked run = phase.empty() ? Asked::Begin : Asked::Run;
  if (kube::annotation(integration, "camel.apache.org/dont-run-after-build") != "true") return run;
  if (phase == "Deploying" || phase == "Running") return Asked::Run;
  if (phase == "Undeploying" || phase == "Build Complete") return Asked::Rest;
  return works ? run : Asked::Rest;  // one that failed, or is to be built anew, goes on where it was
}

}  // namespace kamel::cluster
