#include "engine/claims/shared_claims.h"

#include <utility>

#include "engine/claims/snapshot.h"
#include "engine/repositories/encoding.h"
#include "engine/worker.h"

namespace kamel {
namespace {

constexpr std::string_view kPrefix = "k/";  // other steps may keep their state in the same repository

std::string row_key(std::string_view key) { return std::string(kPrefix).append(key); }

Flow use_stored(const Result<std::optional<std::string>>& found, Exchange& exchange, const SharedClaims::Use& use) {
  if (!found) return exchange.fail(found.error());
  if (!*found) return Flow::Next;
  Result<Decoded> decoded = decode(**found);
  return decoded ? use(exchange, std::move(decoded->outcome)) : exchange.fail(decoded.error());
}

}  // namespace

/// Lets a message that was taken go when the exchange that took it has ended.
class SharedClaims::Taken final : public Completion {
 public:
  Taken(std::shared_ptr<SharedClaims> claims, std::string key, std::uint64_t version) : claims_(std::move(claims)), key_(std::move(key)), version_(version) {}
  void completed(Exchange&) noexcept override { claims_->ended(key_, version_); }

 private:
  std::shared_ptr<SharedClaims> claims_;
  std::string key_;
  std::uint64_t version_;
};

SharedClaims::SharedClaims(AggregationRepository repository) : repository_(std::move(repository)) {
  for (const Stored& row : std::exchange(repository_.rows, {})) {
    if (row.key.starts_with(kPrefix)) claims_[row.key.substr(kPrefix.size())] = {.version = ++versions_};
  }
}

Flow SharedClaims::set(const std::string& key, Exchange& exchange) {
  std::optional<Outcome> copy;
  if (!repository_.medium) copy = snapshot(exchange);
  const std::lock_guard lock(mutex_);
  claims_[key] = {.version = ++versions_, .message = std::move(copy)};
  if (!repository_.medium) return Flow::Next;
  const Outcome outcome{exchange.message, exchange.properties, exchange.variables, exchange.exception, exchange.id()};
  repository_.medium->write({{Change::Kind::Put, repository_.name, row_key(key), encode(outcome)}}, [&exchange](const Result<>& written) {
    exchange.worker().post([&exchange, written] { exchange.resume(written ? Flow::Next : exchange.fail(written.error())); });
  });
  return Flow::Suspend;
}

Flow SharedClaims::get(const std::string& key, bool removes, Exchange& exchange, Use use) {
  if (!repository_.medium) return get_from_memory(key, removes, exchange, use);
  const std::lock_guard lock(mutex_);  // held until the read is in line, so that no later `set` comes before it
  const auto found = claims_.find(key);
  if (found == claims_.end() || found->second.taken) return Flow::Next;
  found->second.taken = removes;
  if (removes) exchange.on_completion(std::make_unique<Taken>(shared_from_this(), key, found->second.version));
  // The claims must not be let go last on the medium's thread, which they may hold alive: they go with the task.
  repository_.medium->read(repository_.name, row_key(key), [self = shared_from_this(), &exchange, use = std::move(use)](const Result<std::optional<std::string>>& row) mutable {
    exchange.worker().post([self = std::move(self), &exchange, use = std::move(use), row] { exchange.resume(use_stored(row, exchange, use)); });
  });
  return Flow::Suspend;
}

Flow SharedClaims::get_from_memory(const std::string& key, bool removes, Exchange& exchange, const Use& use) {
  Outcome outcome;
  {
    const std::lock_guard lock(mutex_);
    const auto found = claims_.find(key);
    if (found == claims_.end()) return Flow::Next;
    outcome = removes ? std::move(*found->second.message) : copy_of(*found->second.message);
    if (removes) claims_.erase(found);
  }
  return use(exchange, std::move(outcome));
}

void SharedClaims::ended(const std::string& key, std::uint64_t version) {
  const std::lock_guard lock(mutex_);
  const auto found = claims_.find(key);
  if (found == claims_.end() || found->second.version != version) return;  // another message has the key
  claims_.erase(found);
  repository_.medium->write({{Change::Kind::Remove, repository_.name, row_key(key)}}, nullptr);
}

}  // namespace kamel
