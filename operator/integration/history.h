// History: what an Integration has declared before, for those who want it back.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "operator/kube/client.h"

namespace kamel::cluster {

/// Revisions that are kept of one Integration.
inline constexpr std::size_t kMostRevisions = 10;

/// A spec that once ran in all pods, as a ControllerRevision holds it.
struct Revision {
  std::string name;         // of the ControllerRevision
  std::int64_t number = 0;  // generation of the Integration that declared it
  std::string since;        // when it was kept: "2026-11-21T12:00:00Z"
  kube::Object spec;        // without `replicas`: to scale is no edit
};

/// The spec as history compares it.
kube::Object spec_without_scale(const kube::Object& integration);
/// The ControllerRevision that keeps the spec of `integration`, owned by it.
kube::Object revision_of(const kube::Object& integration);
/// Those of the Integration with this uid among `objects`, the oldest first.
std::vector<Revision> revisions(const std::vector<kube::Object>& objects, const std::string& uid);
/// Which revision `kamel rollback` means: the one of that number, or with 0 the newest one that is not what is declared now. nullptr: there is none.
const Revision* earlier(const std::vector<Revision>& all, const kube::Object& integration, std::int64_t number) noexcept;

/// Keeps what runs of one Integration. One thread at a time; a failure to write is made good with the next reconcile.
class History {
 public:
  /// Keeps the spec of `integration` unless it is the newest one already, and drops what is too old.
  kube::Outcome<> keep(kube::Client& client, const kube::Object& integration);
  /// The histories that earlier lives of the operator have left, by Integration. `spaces` empty: of the whole cluster.
  static kube::Outcome<std::map<kube::Key, History>> find_all(kube::Client& client, const std::vector<std::string>& spaces);

 private:
  std::string uid_;                 // of the Integration: one that was declared anew under an old name has no past
  std::size_t newest_ = 0;          // hash of the spec that was kept last
  std::vector<std::string> names_;  // the oldest first
};

}  // namespace kamel::cluster
