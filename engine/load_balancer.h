// LoadBalancer: which of several step lists a message goes to. The rules are those of Camel 4.14's load balancers.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "engine/expression.h"

namespace kamel {

class Exchange;

/// What a balancer remembers, shared by all workers and kept across live swaps.
struct BalancerState {
  std::mutex mutex;
  std::int64_t counter = -1;
  std::int64_t last_good = -1;                           // failover
  std::vector<std::int64_t> weights;                     // what is left of this round's
  std::unordered_map<std::int32_t, std::size_t> sticky;  // by hash group, of which there are at most 131,071
};

/// Const: the state comes with the call.
class LoadBalancer {
 public:
  virtual ~LoadBalancer() = default;
  /// One of `size` > 0.
  virtual Result<std::size_t> choose(Exchange& exchange, BalancerState& state, std::size_t size) const = 0;
};

std::unique_ptr<const LoadBalancer> round_robin();
std::unique_ptr<const LoadBalancer> random_choice();
/// Equal keys, equal choice; a new key takes the next in turn.
std::unique_ptr<const LoadBalancer> sticky(ExpressionPtr key);
/// As many messages of a round as the weights say, in turn or at random. Not all weights are 0.
std::unique_ptr<const LoadBalancer> weighted(std::vector<std::int64_t> weights, bool in_turn);

}  // namespace kamel
