#include "operator/watcher/restart.h"

#include <algorithm>

namespace kamel::cluster {
using kube::Object;
namespace {

std::string uid_of(const Object& pod) { return kube::text_at(pod, {"metadata", "uid"}); }

bool is_ready(const Object& pod) {
  return std::ranges::any_of(kube::list_at(pod, {"status", "conditions"}), [](const boost::json::value& one) {
    return one.is_object() && kube::text_at(one.get_object(), {"type"}) == "Ready" && kube::text_at(one.get_object(), {"status"}) == "True";
  });
}

}  // namespace

bool comes_back(const Object& pod) {
  const std::string phase = kube::text_at(pod, {"status", "phase"});
  if (phase == "Succeeded" || phase == "Failed") return false;
  return std::ranges::any_of(kube::list_at(pod, {"metadata", "ownerReferences"}), [](const boost::json::value& owner) {
    return owner.is_object() && kube::true_at(owner.get_object(), {"controller"}) && kube::text_at(owner.get_object(), {"kind"}) != "Job";
  });
}

Restart next_restart(const std::vector<Object>& pods, const std::set<std::string>& left) {
  Restart out;
  const Object* missed_by_nobody = nullptr;
  const Object* candidate = nullptr;
  for (const Object& pod : pods) {
    const bool due = left.contains(uid_of(pod)) && comes_back(pod);
    if (due) out.left.insert(uid_of(pod));
    if (kube::is_deleting(pod)) {
      out.waiting = kube::key_of(pod).name + " is on its way out";
    } else if (!is_ready(pod) && comes_back(pod)) {
      if (due) missed_by_nobody = &pod;
      else out.waiting = kube::key_of(pod).name + " is not ready yet";
    } else if (due && candidate == nullptr) {
      candidate = &pod;
    }
  }
  if (missed_by_nobody != nullptr) candidate = missed_by_nobody;
  else if (!out.waiting.empty()) candidate = nullptr;
  if (candidate != nullptr) out.evict = kube::key_of(*candidate);
  if (candidate != nullptr || out.left.empty()) out.waiting.clear();
  return out;
}

}  // namespace kamel::cluster
