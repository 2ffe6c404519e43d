// Children: the objects that one Integration has in the cluster.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <tuple>

#include "operator/integration/desired.h"
#include "operator/kube/caches.h"

namespace kamel::cluster {

/// What was applied for one Integration, so that nothing is written twice and nothing is left behind. One thread at a time.
class Children {
 public:
  struct Id {
    std::string api_version, kind, name;
    auto operator<=>(const Id&) const = default;
  };
  /// An object as it was when we applied it.
  struct Written {
    std::size_t hash = 0;     // of what we asked for; 0: found at the start, asked for by an earlier life of the operator
    std::string version;      // its resourceVersion after that
    std::int64_t generation = 0;
  };
  std::map<Id, Written>& all() noexcept { return written_; }
  /// A Deployment, a Knative Service or a CronJob.
  bool has_workload() const noexcept;
  /// What was written before counts no longer: it is applied again.
  void begin_anew() noexcept;

 private:
  std::map<Id, Written> written_;
};

/// Applies objects. Any thread, one Integration on one thread at a time.
class Applier {
 public:
  Applier(kube::Client& client, kube::Caches& config_maps, kube::Caches& deployments)
      : client_(client), config_maps_(config_maps), deployments_(deployments) {}

  /// Lists the children that are not watched: those that somebody has changed or deleted since are applied again by the next reconcile.
  kube::Outcome<> look_again(const std::vector<std::string>& spaces);

  /// Applies `object` unless it is there as asked for; its generation label stays that of the edit that changed it. Its resourceVersion.
  kube::Outcome<std::string> apply(const kube::Object& object, Children& children);
  /// Deletes what was applied before and is not among `objects`; never a namespace or a volume with data.
  kube::Outcome<> remove_others(const std::vector<kube::Object>& objects, const std::string& space, Children& children);
  /// The objects of all Integrations that the cluster has, by Integration: what an earlier life of the operator has left.
  kube::Outcome<std::map<kube::Key, Children>> find_all(const std::vector<std::string>& spaces);

 private:
  /// What a list told of one kind in one namespace: names and versions.
  struct Seen {
    std::string version;  // of the list
    std::map<std::string, std::string> versions;
  };
  bool is_as_written(const Children::Id& id, const std::string& space, const Children::Written& written) const;
  bool is_as_seen(const Children::Id& id, const std::string& space, const Children::Written& written) const;
  using Told = std::function<void(const kube::Resource&, const std::string& space, const kube::Listing&)>;
  kube::Outcome<> each_child(const std::vector<std::string>& spaces, const Told& tell);
  kube::Client& client_;
  kube::Caches& config_maps_;
  kube::Caches& deployments_;
  mutable std::mutex mutex_;
  std::map<std::tuple<std::string, std::string, std::string>, Seen> seen_;  // {apiVersion, kind, namespace or ""}; under mutex_
};

}  // namespace kamel::cluster
