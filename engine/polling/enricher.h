// PollEnricher: asks an endpoint for a message and makes one of it and the message at hand. What pollEnrich and poll have in common.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <string>

#include "engine/aggregation.h"
#include "engine/polling/poller.h"
#include "engine/program.h"

namespace kamel {

class PollerCache;

struct PollOptions {
  ExpressionPtr uri;
  std::chrono::milliseconds timeout{-1};  // below 0: wait for ever
  StrategyPtr strategy;                   // nullptr: what was polled takes the message's place; nothing: an empty body
  bool on_exception = false;              // ask the strategy for failed messages, too
  bool ignore_invalid = false;            // go on as if nothing was asked when the endpoint cannot be made
  std::string variable_receive;           // put the result's body there and keep the message
  std::int64_t cache_size = 0;            // pollers to keep; 0: 1,000; below 0: none
};

class PollEnricher final : public Step {
 public:
  /// `cache` outlives a swap of the route, so that pollers go on (a directory remembers the files it has seen).
  PollEnricher(PollOptions options, std::shared_ptr<PollerCache> cache);
  Flow run(Exchange& exchange) const override;

 private:
  Result<> merge(Exchange& exchange, std::optional<Polled> polled) const;
  void polled(Exchange& exchange, std::optional<Polled> polled, const Slice& endpoint) const;
  PollOptions options_;
  Slice variable_;
  std::shared_ptr<PollerCache> cache_;
};

/// The pollers that a step used lately. Any thread.
class PollerCache {
 public:
  Result<std::shared_ptr<Poller>> get(Context& context, const std::string& uri, std::int64_t size);

 private:
  std::mutex mutex_;
  std::deque<std::pair<std::string, std::shared_ptr<Poller>>> recent_;  // the latest last
};

}  // namespace kamel
