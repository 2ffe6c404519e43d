// Offload: work on a message that may take its time, done where it holds nobody up.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "engine/exchange.h"
#include "engine/worker.h"

namespace kamel {

/// Up to this many bytes a job is done faster than it is handed to another thread.
inline constexpr std::size_t kOffloadBytes = 16 * 1024;

/// `job()` gives a Result and owns what it touches; `finish(exchange, result)` gives the flow to go on with, on the exchange's worker. The job runs
/// on the worker's pool of threads where `bytes` are many, and here and now otherwise. For a step: `return offload(…)`. A job that throws fails the exchange.
template <class Job, class Finish>
Flow offload(Exchange& exchange, std::size_t bytes, Job job, Finish finish) {
  using Outcome = decltype(job());
  const auto safely = [](Job& work) -> Outcome {
    try {
      return work();
    } catch (const std::exception& bug) {
      return Error("java.lang.RuntimeException", bug.what());
    }
  };
  if (bytes <= kOffloadBytes) return finish(exchange, safely(job));
  auto outcome = std::make_shared<std::optional<Outcome>>();
  auto shared = std::make_shared<Job>(std::move(job));
  exchange.worker().offload([outcome, shared, safely] { outcome->emplace(safely(*shared)); },
                            [&exchange, outcome, shared, finish = std::move(finish)]() mutable { exchange.resume(finish(exchange, std::move(**outcome))); });
  return Flow::Suspend;
}

}  // namespace kamel
