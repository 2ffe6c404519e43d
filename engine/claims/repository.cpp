#include "engine/claims/repository.h"

#include "engine/exchange.h"
#include "engine/names.h"

namespace kamel {
namespace {

constexpr std::string_view kProperty = "CamelClaimCheckRepository";

template <bool kIgnoreCase>
NamedValues<kIgnoreCase> detached(const NamedValues<kIgnoreCase>& values) {
  NamedValues<kIgnoreCase> copy;
  for (const auto& entry : values) copy.add(entry.name, entry.value.detached());
  return copy;
}

Outcome copy_of(const Outcome& from) {
  return {{from.message.body.detached(), detached(from.message.headers)}, detached(from.properties), detached(from.variables), from.exception, from.exchange_id};
}

// A correlated copy. It does not hold the repository that it is kept in.
Outcome snapshot(Exchange& exchange) {
  Outcome copy = copy_of({exchange.message, exchange.properties, exchange.variables, exchange.exception, {}});
  copy.properties.erase(kProperty);
  copy.properties.set(Slice::literal(names::kCorrelationId), exchange.id());
  return copy;
}

}  // namespace

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
