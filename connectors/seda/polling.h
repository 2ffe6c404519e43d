// Taking single messages out of a seda queue: pollEnrich, poll.
#pragma once

#include "connectors/seda/queue.h"
#include "engine/polling/poller.h"

namespace kamel::connectors {

/// As Pollable::receive. A sender that waits for an answer gets the polling exchange, when that ends.
void receive_from(const std::shared_ptr<SedaQueue>& queue, Worker& worker, std::chrono::milliseconds timeout, PollDone done);

}  // namespace kamel::connectors
