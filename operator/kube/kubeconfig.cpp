// Access by kubeconfig files.
#include <cstdlib>
#include <filesystem>

#include "dsl/yaml.h"
#include "operator/kube/access.h"
#include "operator/kube/files.h"

namespace kamel::kube {
namespace {

std::string text(const Node* node, std::string_view key) {
  const Node* found = node != nullptr ? node->find(key) : nullptr;
  return found != nullptr ? found->text : std::string();
}

// The files of $KUBECONFIG, and what they say together: the first to say something counts.
class Files {
 public:
  Outcome<> read(const std::string& path) {
    const Outcome<std::string> content = read_file(path);
    if (!content) return content.error();
    Diagnostics diagnostics;
    std::vector<Node> documents = yaml::parse(std::make_shared<const Source>(Source{path, *content}), diagnostics);
    if (diagnostics.has_errors()) return Failure(0, "", "'" + path + "' is no kubeconfig: " + diagnostics.text());
    if (!documents.empty()) files_.push_back({std::filesystem::path(path).parent_path().string(), std::move(documents.front())});
    return {};
  }

  std::string current_context() const {
    for (const File& file : files_) {
      if (std::string name = text(&file.root, "current-context"); !name.empty()) return name;
    }
    return {};
  }

  /// The entry `name` of a list (clusters, users, contexts); its content stands under `key`. The folder is where its relative paths begin.
  std::pair<const Node*, std::string> entry(std::string_view list, std::string_view key, std::string_view name) const {
    for (const File& file : files_) {
      const Node* items = file.root.find(list);
      if (items == nullptr) continue;
      for (const Node& item : items->items) {
        if (text(&item, "name") == name) return {item.find(key), file.folder};
      }
    }
    return {nullptr, {}};
  }

 private:
  struct File {
    std::string folder;
    Node root;
  };
  std::vector<File> files_;
};

// A text that is given as `name`-data (base64) or as a file `name`.
Outcome<std::string> data_or_file(const Node* node, const std::string& name, const std::string& folder) {
  if (const std::string data = text(node, name + "-data"); !data.empty()) {
    std::string decoded = from_base64(data);
    if (decoded.empty()) return Failure(0, "", name + "-data of the kubeconfig is no base64");
    return decoded;
  }
  const std::string file = text(node, name);
  if (file.empty()) return std::string();
  return read_file((std::filesystem::path(folder) / file).string());
}

ExecPlugin exec_plugin(const Node& node) {
  ExecPlugin out{text(&node, "apiVersion"), text(&node, "command"), {}, {}, text(&node, "installHint")};
  if (const Node* arguments = node.find("args"); arguments != nullptr) {
    for (const Node& argument : arguments->items) out.arguments.push_back(argument.text);
  }
  if (const Node* environment = node.find("env"); environment != nullptr) {
    for (const Node& variable : environment->items) out.environment.emplace_back(text(&variable, "name"), text(&variable, "value"));
  }
  return out;
}

Outcome<> read_cluster(const Files& files, const std::string& name, Access& access) {
  const auto [cluster, folder] = files.entry("clusters", "cluster", name);
  if (cluster == nullptr) return Failure(0, "", "the kubeconfig has no cluster '" + name + "'");
  access.server = text(cluster, "server");
  while (access.server.ends_with('/')) access.server.pop_back();
  access.server_name = text(cluster, "tls-server-name");
  access.insecure = text(cluster, "insecure-skip-tls-verify") == "true";
  Outcome<std::string> ca = data_or_file(cluster, "certificate-authority", folder);
  if (!ca) return ca.error();
  access.ca = std::move(*ca);
  return {};
}

Outcome<> read_user(const Files& files, const std::string& name, Access& access) {
  const auto [user, folder] = files.entry("users", "user", name);
  if (user == nullptr) return Failure(0, "", "the kubeconfig has no user '" + name + "'");
  Outcome<std::string> certificate = data_or_file(user, "client-certificate", folder);
  if (!certificate) return certificate.error();
  Outcome<std::string> key = data_or_file(user, "client-key", folder);
  if (!key) return key.error();
  access.certificate = std::move(*certificate);
  access.key = std::move(*key);
  access.token = text(user, "token");
  if (const std::string file = text(user, "tokenFile"); !file.empty()) access.token_file = (std::filesystem::path(folder) / file).string();
  access.user = text(user, "username");
  access.password = text(user, "password");
  if (const Node* exec = user->find("exec"); exec != nullptr && exec->is_map()) access.exec = exec_plugin(*exec);
  if (user->find("auth-provider") != nullptr) {
    return Failure(0, "", "user '" + name + "' of the kubeconfig has an auth-provider, which Kubernetes no longer has; use an exec plugin");
  }
  return {};
}

Outcome<Files> read_files(const std::string& path) {
  Files files;
  const char* named = std::getenv("KUBECONFIG");
  std::string paths = !path.empty() ? path : named != nullptr ? named : "";
  if (paths.empty()) {
    const char* home = std::getenv("HOME");
    paths = std::string(home != nullptr ? home : "") + "/.kube/config";
  }
  std::size_t begin = 0;
  while (begin <= paths.size()) {
    const std::size_t end = std::min(paths.find(':', begin), paths.size());
    const std::string one = paths.substr(begin, end - begin);
    begin = end + 1;
    if (one.empty()) continue;
    if (!std::filesystem::exists(one) && paths.find(':') != std::string::npos) continue;  // as kubectl: a missing one of several is none
    if (const Outcome<> read = files.read(one); !read) return Failure(0, "", read.error().message + "; --kube-config or KUBECONFIG names another one");
  }
  return files;
}

}  // namespace

Outcome<Access> kubeconfig_access(const std::string& path, const std::string& context) {
  const Outcome<Files> files = read_files(path);
  if (!files) return files.error();
  const std::string name = context.empty() ? files->current_context() : context;
  const Node* chosen = files->entry("contexts", "context", name).first;
  if (chosen == nullptr) {
    return Failure(0, "", name.empty() ? "the kubeconfig has no current context; `kubectl config use-context NAME` sets it"
                                       : "the kubeconfig has no context '" + name + "'; `kubectl config get-contexts` lists them");
  }
  Access access;
  if (const std::string space = text(chosen, "namespace"); !space.empty()) access.space = space;
  if (const Outcome<> cluster = read_cluster(*files, text(chosen, "cluster"), access); !cluster) return cluster.error();
  if (const std::string user = text(chosen, "user"); !user.empty()) {
    if (const Outcome<> read = read_user(*files, user, access); !read) return read.error();
  }
  if (access.server.empty()) return Failure(0, "", "the kubeconfig names no server for context '" + name + "'");
  return access;
}

}  // namespace kamel::kube
