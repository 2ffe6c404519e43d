// The step behind `to: kafka:…`.
#pragma once

#include <memory>

#include "connectors/kafka/settings.h"
#include "engine/program.h"

namespace kamel::kafka {

std::unique_ptr<const Step> make_send_step(ProducerSettings settings, Context& context);

}  // namespace kamel::kafka
