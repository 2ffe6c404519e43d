// LeaseElection: which pod of an Integration leads, by Leases of Kubernetes.
#pragma once

#include <memory>
#include <string>

#include "connectors/master/election.h"
#include "operator/kube/client.h"

namespace kamel::cli {

/// Each name is a Lease PREFIX-NAME in one namespace, taken as client-go does: 15 s without a sign of life of its holder, and another one leads. A
/// holder that cannot renew it stops 5 s before that. Any thread.
class LeaseElection final : public connectors::Election {
 public:
  /// `identity` tells this process from all others: its pod's name.
  LeaseElection(kube::Access access, std::string space, std::string prefix, std::string identity);
  std::unique_ptr<connectors::Candidacy> stand(const std::string& name, std::function<void(bool)> changed) override;

 private:
  kube::Client client_;
  const std::string space_, prefix_, identity_;
};

/// As the trait master has set up this pod (KAMEL_MASTER_LEASE, POD_NAME, a service account's token); nullptr where it has not, or, after telling why,
/// where that cannot work.
std::shared_ptr<connectors::Election> pod_election();

}  // namespace kamel::cli
