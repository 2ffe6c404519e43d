#include "engine/claims/snapshot.h"

#include "engine/claims/repository.h"
#include "engine/names.h"

namespace kamel {
namespace {

template <bool kIgnoreCase>
NamedValues<kIgnoreCase> detached(const NamedValues<kIgnoreCase>& values) {
  NamedValues<kIgnoreCase> copy;
  for (const auto& entry : values) copy.add(entry.name, entry.value.detached());
  return copy;
}

}  // namespace

Outcome copy_of(const Outcome& from) {
  return {{from.message.body.detached(), detached(from.message.headers)}, detached(from.properties), detached(from.variables), from.exception, from.exchange_id};
}

// A correlated copy.
Outcome snapshot(Exchange& exchange) {
  Outcome copy = copy_of({exchange.message, exchange.properties, exchange.variables, exchange.exception, {}});
  copy.properties.erase(ClaimRepository::kProperty);
  copy.properties.set(Slice::literal(names::kCorrelationId), exchange.id());
  return copy;
}

}  // namespace kamel
