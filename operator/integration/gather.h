// Gathering: one Integration with all that it refers to, out of what is watched.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>

#include "operator/integration/desired.h"
#include "operator/watched.h"

namespace kamel::cluster {

/// `own_space`: the operator's namespace, whose Kamelets and profiles serve all. Kamelets that the Integration cannot mean are left out.
Declared gather(const kube::ObjectPtr& integration, const Watched& watched, const std::string& own_space);

/// Who refers to a ConfigMap, a Secret, a Kamelet or a profile, so that its change finds them. Any thread.
class Referrers {
 public:
  using Target = std::pair<Kind, kube::Key>;
  void set(const kube::Key& integration, std::set<Target> targets);
  std::set<kube::Key> of(Kind kind, const kube::Key& key) const;

 private:
  mutable std::mutex mutex_;
  std::map<kube::Key, std::set<Target>> targets_;
  std::map<Target, std::set<kube::Key>> referrers_;
};

/// What `declared` refers to, whether it exists or not.
std::set<Referrers::Target> targets_of(const Declared& declared, const std::string& own_space);

}  // namespace kamel::cluster
