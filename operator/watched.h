// Watched: everything in the cluster that the operator looks at.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "operator/kube/caches.h"

namespace kamel::cluster {

/// Which objects a change asks to look at again.
enum class Kind : std::uint8_t { Integration, Pipe, Binding, Kamelet, Profile, Platform, Pod, Deployment, ConfigMap, Secret, Watcher };
using Seen = std::function<void(Kind, kube::Change, const kube::ObjectPtr& object, const kube::ObjectPtr& before)>;

/// Caches of all kinds. Those whose CRD the cluster does not have stay empty. Any thread.
class Watched {
 public:
  /// `spaces` empty: the whole cluster.
  Watched(kube::Client& client, const std::vector<std::string>& spaces, Seen seen);
  ~Watched();
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  /// Fails when the cluster does not know Integrations, or does not answer in time.
  kube::Outcome<> start(std::chrono::milliseconds limit);
  void stop();
  /// What keeps some of it from being up to date; "" when nothing does.
  std::string problem() const;
  kube::Caches& operator[](Kind kind) const { return *caches_[static_cast<std::size_t>(kind)]; }

 private:
  kube::Client& client_;
  std::vector<std::unique_ptr<kube::Caches>> caches_;
  std::vector<kube::Caches*> started_;
};

}  // namespace kamel::cluster
