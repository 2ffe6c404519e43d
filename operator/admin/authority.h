// Authority: the certificates of the admin ports, kept in Secrets.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "operator/admin/certificates.h"
#include "operator/kube/client.h"

namespace kamel::cluster {

/// The Secret that pods mount, in each namespace with Integrations: ca.crt, tls.crt, tls.key. And the operator's own, with what signs them.
inline constexpr std::string_view kAdminSecret = "kamel-admin";
inline constexpr std::string_view kAuthoritySecret = "kamel-admin-authority";

/// Any thread.
class Authority {
 public:
  Authority(kube::Client& client, std::string space) : client_(client), space_(std::move(space)) {}

  /// Reads the operator's Secret, or makes it. Of two operators that make it at the same time the later one takes the earlier one's.
  kube::Outcome<> open();
  /// Sees to the Secret of a namespace: makes it, and renews it a month before it expires. Cheap when that was done a short while ago.
  kube::Outcome<> provide(const std::string& space);

  const std::string& certificate() const noexcept { return authority_.certificate; }
  const KeyPair& client_pair() const noexcept { return own_; }
  /// The name in the certificate of a namespace's pods: those of another namespace cannot stand in for them.
  static std::string server_name(const std::string& space) { return space + ".admin.kamel.internal"; }

 private:
  kube::Outcome<kube::Object> make();
  kube::Outcome<> renew_own();

  kube::Client& client_;
  const std::string space_;
  KeyPair authority_, own_;
  std::mutex mutex_;
  std::map<std::string, std::chrono::steady_clock::time_point> provided_;
};

}  // namespace kamel::cluster
