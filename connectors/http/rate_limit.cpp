#include "connectors/http/rate_limit.h"

#include <algorithm>
#include <charconv>

#include "engine/context.h"

namespace kamel::http {
namespace {

constexpr std::size_t kMostAddresses = 65'536;

Result<std::optional<double>> number(const Context& context, const std::string& name) {
  const auto text = context.property(name);
  if (!text) return std::optional<double>();
  double value = 0;
  const auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (ec != std::errc() || end != text->data() + text->size() || value <= 0)
    return Error("java.lang.IllegalArgumentException", name + " is a number above 0, not '" + *text + "'");
  return std::optional(value);
}

}  // namespace

Result<std::unique_ptr<RateLimit>> RateLimit::of(const Context& context) {
  const auto rate = number(context, "camel.server.maxRequestsPerSecond");
  if (rate.has_error()) return rate.error();
  const auto burst = number(context, "camel.server.requestBurst");
  if (burst.has_error()) return burst.error();
  if (!*rate) return std::unique_ptr<RateLimit>();
  return std::make_unique<RateLimit>(**rate, std::max(1.0, burst->value_or(**rate)));
}

/// Addresses that have been quiet long enough for a full bucket are as good as unknown.
void RateLimit::forget_full(std::chrono::steady_clock::time_point now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    return entry.second.tokens + per_second_ * std::chrono::duration<double>(now - entry.second.filled).count() >= burst_;
  });
  if (buckets_.size() >= kMostAddresses) buckets_.clear();
}

bool RateLimit::admit(const Peer& peer, std::chrono::steady_clock::time_point now) {
  const std::uint32_t address = peer.address().is_v4() ? peer.address().to_v4().to_uint() : 0;
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMostAddresses) forget_full(now);
  auto [at, fresh] = buckets_.try_emplace(address, Bucket{burst_, now});
  Bucket& bucket = at->second;
  if (now > bucket.filled) {
    bucket.tokens = std::min(burst_, bucket.tokens + per_second_ * std::chrono::duration<double>(now - bucket.filled).count());
    bucket.filled = now;
  }
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

}  // namespace kamel::http
