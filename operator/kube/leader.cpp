#include "operator/kube/leader.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace kamel::kube {
namespace {

void wait(std::stop_token stop, std::chrono::milliseconds time) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  changed.wait_for(lock, std::move(stop), time, [] { return false; });
}

}  // namespace

Object Leader::spec(const Object& before) const {
  const std::string holder = text_at(before, {"spec", "holderIdentity"});
  const bool ours = holder == options_.identity;
  const std::string now = now_text(true);
  Object out;
  out["holderIdentity"] = options_.identity;
  out["leaseDurationSeconds"] = options_.duration.count() / 1000;
  out["acquireTime"] = ours ? text_at(before, {"spec", "acquireTime"}, now) : now;
  out["renewTime"] = now;
  out["leaseTransitions"] = whole_at(before, {"spec", "leaseTransitions"}) + (ours || holder.empty() ? 0 : 1);
  return out;
}

// Whether the lease is ours now; within `limit`. Reads, then writes what it has read: of two that try at the same time one gets a Conflict.
bool Leader::try_once(std::chrono::milliseconds limit) {
  const auto now = std::chrono::steady_clock::now();
  Outcome<Object> lease = client_.get(resources::leases, options_.lease, limit / 2);
  if (!lease && !lease.error().not_found()) return false;
  if (!lease) {
    const Object fresh{{"apiVersion", "coordination.k8s.io/v1"},
                       {"kind", "Lease"},
                       {"metadata", Object{{"namespace", options_.lease.space}, {"name", options_.lease.name}}},
                       {"spec", spec({})}};
    return client_.create(resources::leases, fresh).has_value();
  }
  const std::string holder = text_at(*lease, {"spec", "holderIdentity"});
  const std::string state = text_at(*lease, {"metadata", "resourceVersion"});
  if (state != seen_) {
    seen_ = state;
    seen_at_ = now;
  }
  const auto granted = std::chrono::seconds(whole_at(*lease, {"spec", "leaseDurationSeconds"}, options_.duration.count() / 1000));
  if (!holder.empty() && holder != options_.identity && now < seen_at_ + granted) return false;
  (*lease)["spec"] = spec(*lease);
  return client_.update(resources::leases, *lease, limit / 2).has_value();
}

bool Leader::acquire(std::stop_token stop) {
  while (!stop.stop_requested()) {
    if (try_once(options_.renew)) return true;
    wait(stop, options_.retry);
  }
  return false;
}

// An answer that comes late is no better than none: by then another one may lead.
bool Leader::hold(std::stop_token stop) {
  auto renewed = std::chrono::steady_clock::now();
  const auto left = [&] { return std::chrono::duration_cast<std::chrono::milliseconds>(renewed + options_.renew - std::chrono::steady_clock::now()); };
  while (!stop.stop_requested()) {
    wait(stop, std::min(options_.retry, std::max(left(), std::chrono::milliseconds(0))));
    if (stop.stop_requested()) break;
    const auto began = std::chrono::steady_clock::now();
    const std::chrono::milliseconds limit = left();
    if (limit <= std::chrono::milliseconds(1)) return false;
    if (try_once(limit)) renewed = began;
  }
  return true;
}

void Leader::release() {
  Outcome<Object> lease = client_.get(resources::leases, options_.lease);
  if (!lease || text_at(*lease, {"spec", "holderIdentity"}) != options_.identity) return;
  Object given_up = spec(*lease);
  given_up["holderIdentity"] = "";
  given_up["leaseDurationSeconds"] = 1;
  (*lease)["spec"] = std::move(given_up);
  (void)client_.update(resources::leases, *lease);
}

}  // namespace kamel::kube
