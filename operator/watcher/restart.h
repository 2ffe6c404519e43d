// Restarting pods one by one, after a ConfigMap that they use has changed: who is next.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "operator/kube/object.h"

namespace kamel::cluster {

/// What is to be done about the pods of one ConfigWatcher.
struct Restart {
  std::set<std::string> left;  // uids of pods of before the change that are still there
  kube::Key evict;             // the one to evict now; no name: none
  std::string waiting;         // why nobody is evicted now though some are left; "" otherwise
};

/// Whether evicting it restarts it: it belongs to a controller that makes another one, and has not ended by itself.
bool comes_back(const kube::Object& pod);
/// `left`: uids that were to be restarted when last looked at. A pod that is not ready is evicted first, since nobody misses it; one that is ready only
/// while all the others are: a ConfigMap that breaks its users takes one of them, not all.
Restart next_restart(const std::vector<kube::Object>& pods, const std::set<std::string>& left);

}  // namespace kamel::cluster
