// Schedules: which routes could as well be started by a CronJob.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "operator/integration/plan.h"

namespace kamel::cluster {

/// "*/5 * * * *" for whole minutes that divide an hour, hours that divide a day, or a day; nullopt for any other period.
std::optional<std::string> schedule_of(std::chrono::milliseconds period);
/// The one schedule of all routes that are not passive, from timer, cron and quartz endpoints; nullopt: there is none that says the same.
std::optional<std::string> common_schedule(const RouteFacts& facts);
/// Makes each route that keeps time run once, at once: the CronJob keeps the time.
void start_once(Program& program, Diagnostics& diagnostics);

}  // namespace kamel::cluster
