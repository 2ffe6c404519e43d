#include "engine/claims/repository.h"

#include "engine/claims/snapshot.h"
#include "engine/exchange.h"

namespace kamel {

ClaimRepository& ClaimRepository::of(Exchange& exchange) {
  if (const Value* found = exchange.properties.find(kProperty)) {
    if (auto* repository = found->object_as<ClaimRepository>()) return *repository;
  }
  auto made = std::make_unique<ClaimRepository>();
  ClaimRepository& repository = *made;
  exchange.properties.set(Slice::literal(kProperty), Value(std::unique_ptr<Object>(std::move(made))));
  return repository;
}

void ClaimRepository::set(const Slice& key, Exchange& exchange) {
  Outcome copy = snapshot(exchange);
  const std::lock_guard lock(mutex_);
  named_.insert_or_assign(key.str(), std::move(copy));
}

void ClaimRepository::push(Exchange& exchange) {
  Outcome copy = snapshot(exchange);
  const std::lock_guard lock(mutex_);
  stack_.push_back(std::move(copy));
}

std::optional<Outcome> ClaimRepository::get(const Slice& key, bool removes) {
  const std::lock_guard lock(mutex_);
  const auto found = named_.find(key.view());
  if (found == named_.end()) return std::nullopt;
  if (!removes) return copy_of(found->second);
  Outcome outcome = std::move(found->second);
  named_.erase(found);
  return outcome;
}

std::optional<Outcome> ClaimRepository::pop() {
  const std::lock_guard lock(mutex_);
  if (stack_.empty()) return std::nullopt;
  Outcome outcome = std::move(stack_.back());
  stack_.pop_back();
  return outcome;
}

}  // namespace kamel
