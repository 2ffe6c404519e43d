// The controller of ConfigWatchers: pods that use a ConfigMap get to know of its change.
#pragma once

#include "operator/integration/controller.h"
#include "operator/watcher/restart.h"

namespace kamel::cluster {

/// When the ConfigMap changes, pods of Integrations that read it reload live (the Integration's controller does that); all other pods that the selector
/// names are evicted one by one. How far that has come is kept in the status, so that the next operator goes on.
class WatcherController {
 public:
  explicit WatcherController(const Tools& tools) : tools_(tools) {}
  Next reconcile(const kube::WorkQueue::Work& work);
  /// Those that watch a ConfigMap.
  std::vector<kube::Key> watchers_of(const kube::Key& config_map) const;

 private:
  bool reloads_live(const kube::Object& pod, const std::string& config_map) const;
  kube::Outcome<std::vector<kube::Object>> pods_of(const kube::Object& watcher) const;
  Next restart(const kube::Object& watcher, kube::Object& status);
  Next write(const kube::Object& watcher, const kube::Object& status, Next next);
  Tools tools_;
};

/// Tells one content of a ConfigMap from another; "" when there is none.
std::string content_digest(const kube::ObjectPtr& config_map);
/// Labels as a selector: "app=web,tier=front".
std::string selector_text(const kube::Object& labels);

}  // namespace kamel::cluster
