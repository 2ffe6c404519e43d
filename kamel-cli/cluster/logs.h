// Logs: what all pods of an Integration write, each line with its pod's number.
#pragma once

#include <stop_token>
#include <string>

#include "kamel-cli/cluster/connection.h"

namespace kamel::cli {

/// Follows the pods that there are and those that come, until stopped. `tail` < 0: all that was written. The exit code.
int follow_logs(Connection& connection, const std::string& integration, int tail, std::stop_token stop);
/// The same, once the Integration runs: tells what it waits for, at most ten minutes.
int follow_logs_when_running(Connection& connection, const std::string& integration, int tail, std::stop_token stop);

}  // namespace kamel::cli
