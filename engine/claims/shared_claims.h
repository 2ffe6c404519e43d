// SharedClaims: messages that claimCheck has put aside for any exchange that has the key.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/aggregation.h"
#include "engine/repositories/aggregation_repository.h"

namespace kamel {

/// By key, shared by all steps that name the repository's bean, and kept across live swaps. With a medium only the keys are in memory: a message that was put aside
/// is durable when its exchange goes on, and one that was taken out is gone from the medium when the exchange that took it has ended, so that it is there again
/// when that one comes again after a crash. Any worker.
class SharedClaims : public std::enable_shared_from_this<SharedClaims> {
 public:
  /// What is to be done with a message that was found.
  using Use = std::function<Flow(Exchange&, Outcome)>;
  explicit SharedClaims(AggregationRepository repository);
  /// Replaces what has the key. Next, or Suspend until it is durable.
  Flow set(const std::string& key, Exchange& exchange);
  /// What `use` returns, or Suspend until it is read and used; Next where there is nothing of that key. With `removes` nobody else finds it from now on.
  Flow get(const std::string& key, bool removes, Exchange& exchange, Use use);

 private:
  struct Claim {
    std::uint64_t version = 0;            // tells it from others of the same key
    bool taken = false;                   // by an exchange that has not ended yet
    std::optional<Outcome> message = {};  // without a medium
  };
  class Taken;
  Flow get_from_memory(const std::string& key, bool removes, Exchange& exchange, const Use& use);
  void ended(const std::string& key, std::uint64_t version);

  AggregationRepository repository_;
  std::mutex mutex_;  // guards the next two
  std::unordered_map<std::string, Claim> claims_;
  std::uint64_t versions_ = 0;
};

/// The claims that `reference` names: a bean as for aggregate's aggregationRepository. nullptr after a report.
std::shared_ptr<SharedClaims> find_claims(std::string_view reference, const Mark& mark, Assembler& assembler);

}  // namespace kamel
