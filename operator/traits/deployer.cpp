// Trait deployer: which kind of workload an Integration becomes.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr std::string_view kKinds[] = {"deployment", "cron-job", "knative-service"};
constexpr Field kFields[] = {
    kEnabled,
    {.name = "kind", .type = FieldType::Choice, .summary = "the kind of workload; else the traits knative-service and cron decide", .choices = kKinds},
    {.name = "useSSA", .type = FieldType::Bool, .summary = "server-side apply", .ignored = "it is always used"},
};

void apply(const Options& options, Plan& plan) {
  const std::string kind = options.choice("kind");
  if (kind == "knative-service") plan.shape = cluster::Shape::KnativeService;
  if (kind == "cron-job") plan.shape = cluster::Shape::CronJob;
  if (kind == "deployment") plan.shape_is_fixed = true;
}

}  // namespace

TraitSpec deployer() {
  return {.name = "deployer", .summary = "Which kind of workload an Integration becomes.", .fields = kFields, .order = 900, .always = true, .example = "deployer:\n  kind: deployment", .apply = apply};
}

}  // namespace kamel::traits
