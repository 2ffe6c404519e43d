// Progress: what becomes of an Integration, told while it happens.
#pragma once

#include <stop_token>
#include <string>

#include "kamel-cli/cluster/connection.h"

namespace kamel::cli {

/// Tells each phase and each receipt of the pods ("orders: generation 7 live in 3/3 pods, 84 ms") until the Integration, as it was declared with
/// `generation`, runs or has failed. The exit code; kOk when stopped.
int wait_until_running(Connection& connection, const std::string& name, std::int64_t generation, std::stop_token stop);
/// The message of one of its conditions; "" when there is none.
std::string condition_message(const kube::Object& object, std::string_view type, std::string_view status = {});

}  // namespace kamel::cli
