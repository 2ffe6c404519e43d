// One compatibility case: a folder with routes and inputs, run to a result that can be compared with Camel's.
#pragma once

#include <string>

#include "engine/registry.h"

namespace kamel::cli {

/// Loads the case's routes, feeds its inputs, waits its settle time; the result as one JSON object: {"results", "mocks", "logs"} or
/// {"loadError"}. Only a folder that holds no readable case fails. Ends without draining: the caller is about to exit.
Result<std::string> run_case(const Registry& registry, const std::string& folder);

/// Text with what differs from run to run named instead: exchange ids as $EXCHANGEID, UUIDs as $UUID, the folder as $CASE.
std::string normalised(std::string_view text, std::string_view folder);

}  // namespace kamel::cli
