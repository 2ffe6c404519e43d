// Access: where the API server is, and who we are to it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "operator/kube/failure.h"

namespace kamel::kube {

/// A program that gives a token or a certificate (client.authentication.k8s.io).
struct ExecPlugin {
  std::string api_version, command;
  std::vector<std::string> arguments;
  std::vector<std::pair<std::string, std::string>> environment;
  std::string install_hint;
};

/// Texts, not files: PEM. Empty means: not given.
struct Access {
  std::string server;  // "https://10.0.0.1:6443"
  std::string ca;
  std::string server_name;  // to check the server's certificate against, instead of the host of `server`
  bool insecure = false;    // no check of the server at all: only by insecure-skip-tls-verify
  std::string certificate, key;
  std::string token, token_file;  // the file is read again each minute: kubelets renew it
  std::string user, password;
  std::optional<ExecPlugin> exec;
  std::string space = "default";  // the namespace meant where none is said
};

/// In a pod: the service account's.
Outcome<Access> in_cluster_access();
/// From a kubeconfig: `path`, or else $KUBECONFIG (several are merged, the first one to say something counts), or else ~/.kube/config.
/// `context` "" is its current one. Fails with what to do next.
Outcome<Access> kubeconfig_access(const std::string& path = {}, const std::string& context = {});
/// kubeconfig where one is named or there, else in_cluster.
Outcome<Access> find_access(const std::string& path = {}, const std::string& context = {});

}  // namespace kamel::kube
