// What all consumers of a seda queue get, each a copy of it (multipleConsumers).
#pragma once

#include <memory>

#include "connectors/seda/queue.h"

namespace kamel {
class Intake;
}

namespace kamel::connectors {

/// Sends a copy of the parcel to every member of its queue. Its sender, if it waits, is told when the last of them has ended; none answers.
void fan_out(const std::shared_ptr<SedaQueue>& queue, SedaParcel parcel);

}  // namespace kamel::connectors
