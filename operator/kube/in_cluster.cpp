// Access of a pod: what the kubelet mounts into it.
#include <cstdlib>

#include "operator/kube/access.h"
#include "operator/kube/files.h"

namespace kamel::kube {

Outcome<Access> in_cluster_access() {
  const char* host = std::getenv("KUBERNETES_SERVICE_HOST");
  const char* port = std::getenv("KUBERNETES_SERVICE_PORT");
  if (host == nullptr || port == nullptr) {
    return Failure(0, "", "this is no pod, and there is no kubeconfig: name one by --kube-config or KUBECONFIG");
  }
  const std::string folder = "/var/run/secrets/kubernetes.io/serviceaccount/";
  Access access;
  const std::string address(host);
  access.server = "https://" + (address.find(':') == std::string::npos ? address : "[" + address + "]") + ":" + port;
  const Outcome<std::string> ca = read_file(folder + "ca.crt");
  if (!ca) return Failure(0, "", ca.error().message + "; the pod needs a service account whose token is mounted");
  access.ca = *ca;
  access.token_file = folder + "token";
  if (const Outcome<std::string> space = read_file(folder + "namespace")) access.space = *space;
  return access;
}

Outcome<Access> find_access(const std::string& path, const std::string& context) {
  const char* named = std::getenv("KUBECONFIG");
  const bool in_pod = std::getenv("KUBERNETES_SERVICE_HOST") != nullptr;
  if (path.empty() && context.empty() && (named == nullptr || *named == '\0') && in_pod) return in_cluster_access();
  return kubeconfig_access(path, context);
}

}  // namespace kamel::kube
