// Trait cron: a CronJob instead of a pod that waits.
#include "operator/cron/schedule.h"
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr std::string_view kPolicies[] = {"Allow", "Forbid", "Replace"};
constexpr Field kFields[] = {
    kEnabled,
    {.name = "schedule", .summary = "the schedule [that of the routes]"},
    {.name = "timeZone", .summary = "its time zone: Europe/Rome [the cluster's]"},
    {.name = "concurrencyPolicy", .type = FieldType::Choice, .summary = "what happens when one still runs", .fallback = "Forbid", .choices = kPolicies},
    {.name = "startingDeadlineSeconds", .type = FieldType::Int, .summary = "how late a job may still start"},
    {.name = "activeDeadlineSeconds", .type = FieldType::Int, .summary = "how long it may take", .fallback = "60"},
    {.name = "backoffLimit", .type = FieldType::Int, .summary = "how often it is tried again", .fallback = "2"},
    {.name = "components", .summary = "the components that keep time", .ignored = "timer, cron and quartz do"},
    {.name = "fallback", .type = FieldType::Bool, .summary = "a scheduler in the process", .ignored = "without the trait there is one"},
    {.name = "auto", .type = FieldType::Bool, .summary = "whether timers become CronJobs by themselves", .ignored = "they do when `enabled` is true: a pod that waits costs little here, and starts at once"},
};

void fill(const Options& options, const std::string& schedule, Plan& plan) {
  plan.workload["schedule"] = schedule;
  plan.workload["concurrencyPolicy"] = options.choice("concurrencyPolicy");
  if (options.has("timeZone")) plan.workload["timeZone"] = options.text("timeZone");
  if (options.has("startingDeadlineSeconds")) plan.workload["startingDeadlineSeconds"] = options.integer("startingDeadlineSeconds");
  plan.workload["activeDeadlineSeconds"] = options.integer("activeDeadlineSeconds");
  plan.workload["backoffLimit"] = options.integer("backoffLimit");
  plan.pod["restartPolicy"] = "Never";
}

void apply(const Options& options, Plan& plan) {
  const auto own = cluster::common_schedule(plan.routes);
  const bool asked = options.flag("enabled") || plan.shape == cluster::Shape::CronJob;
  if (!asked) {
    if (own && plan.shape == cluster::Shape::Deployment) plan.note("cron", "these routes could be a CronJob (" + *own + "): set cron.enabled to true");
    return;
  }
  const std::string schedule = options.has("schedule") ? options.text("schedule") : own.value_or("");
  if (schedule.empty()) {
    return plan.error("trait cron: the routes have no schedule in common that Kubernetes can keep",
                      "set cron.schedule; periods must be whole minutes that divide an hour, or hours that divide a day");
  }
  plan.shape = cluster::Shape::CronJob;
  fill(options, schedule, plan);
  cluster::start_once(plan.out.program, plan.out.diagnostics);
  plan.property("camel.main.durationMaxMessages", "1");
  plan.capability("cron");
}

}  // namespace

TraitSpec cron() {
  return {.name = "cron", .summary = "A CronJob instead of a pod that waits; only when asked for, unlike in Camel K.", .fields = kFields, .order = 920, .example = "cron:\n  enabled: true", .apply = apply};
}

}  // namespace kamel::traits
