#include "engine/load_balancer.h"

#include <algorithm>
#include <numeric>
#include <random>

#include "engine/java_hash.h"

namespace kamel {
namespace {

constexpr std::int32_t kHashGroups = 64 * 1024;

std::size_t random_below(std::size_t end) {
  thread_local std::minstd_rand random{std::random_device{}()};
  return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
}

std::size_t in_turn(BalancerState& state, std::size_t size) {
  if (++state.counter >= static_cast<std::int64_t>(size)) state.counter = 0;
  return static_cast<std::size_t>(state.counter);
}

class RoundRobin final : public LoadBalancer {
 public:
  Result<std::size_t> choose(Exchange&, BalancerState& state, std::size_t size) const override {
    const std::lock_guard lock(state.mutex);
    return in_turn(state, size);
  }
};

class Random final : public LoadBalancer {
 public:
  Result<std::size_t> choose(Exchange&, BalancerState&, std::size_t size) const override { return random_below(size); }
};

class Sticky final : public LoadBalancer {
 public:
  explicit Sticky(ExpressionPtr key) : key_(std::move(key)) {}
  Result<std::size_t> choose(Exchange& exchange, BalancerState& state, std::size_t size) const override {
    const Result<Value> key = key_->evaluate(exchange);
    if (!key) return key.error();
    const std::int32_t group = (key->is_null() ? 37 : java_hash(*key)) % kHashGroups;
    const std::lock_guard lock(state.mutex);
    const auto known = state.sticky.find(group);
    if (known != state.sticky.end() && known->second < size) return known->second;
    return state.sticky[group] = in_turn(state, size);
  }

 private:
  ExpressionPtr key_;
};

class Weighted final : public LoadBalancer {
 public:
  Weighted(std::vector<std::int64_t> weights, bool turns) : weights_(std::move(weights)), turns_(turns) {}
  Result<std::size_t> choose(Exchange&, BalancerState& state, std::size_t size) const override {
    const std::lock_guard lock(state.mutex);
    if (std::ranges::all_of(state.weights, [](std::int64_t weight) { return weight <= 0; })) start_round(state);
    const std::size_t chosen = turns_ ? next_with_weight(state, size) : at_random(state);
    --state.weights[chosen];
    return chosen;
  }

 private:
  void start_round(BalancerState& state) const {
    state.weights = weights_;
    state.counter = -1;
  }
  static std::size_t next_with_weight(BalancerState& state, std::size_t size) {
    for (;;) {
      const std::size_t at = in_turn(state, size);
      if (state.weights[at] > 0) return at;
    }
  }
  static std::size_t at_random(const BalancerState& state) {
    auto left = static_cast<std::int64_t>(
        random_below(static_cast<std::size_t>(std::accumulate(state.weights.begin(), state.weights.end(), std::int64_t{0}))));
    std::size_t at = 0;
    while (left >= state.weights[at]) left -= state.weights[at++];
    return at;
  }
  std::vector<std::int64_t> weights_;
  bool turns_;
};

}  // namespace

std::unique_ptr<const LoadBalancer> round_robin() { return std::make_unique<RoundRobin>(); }
std::unique_ptr<const LoadBalancer> random_choice() { return std::make_unique<Random>(); }
std::unique_ptr<const LoadBalancer> sticky(ExpressionPtr key) { return std::make_unique<Sticky>(std::move(key)); }
std::unique_ptr<const LoadBalancer> weighted(std::vector<std::int64_t> weights, bool in_turn) {
  return std::make_unique<Weighted>(std::move(weights), in_turn);
}

}  // namespace kamel
