// Exec plugins: programs that give credentials (client.authentication.k8s.io/v1).
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>

#include "operator/kube/credentials.h"
#include "operator/kube/object.h"

namespace kamel::kube {
namespace {

Failure failed(const ExecPlugin& plugin, const std::string& why) {
  return Failure(0, "", "the kubeconfig's credential plugin '" + plugin.command + "' " + why +
                            (plugin.install_hint.empty() ? "" : "\n" + plugin.install_hint));
}

std::vector<std::string> environment_of(const ExecPlugin& plugin) {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) out.emplace_back(*entry);
  for (const auto& [name, value] : plugin.environment) out.push_back(name + "=" + value);
  const Object info{{"apiVersion", plugin.api_version}, {"kind", "ExecCredential"}, {"spec", Object{{"interactive", false}}}};
  out.push_back("KUBERNETES_EXEC_INFO=" + boost::json::serialize(info));
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

std::string read_all(int fd) {
  std::string out;
  char piece[4096];
  for (;;) {
    const ssize_t size = read(fd, piece, sizeof piece);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0 || out.size() > (1U << 20)) return out;
    out.append(piece, static_cast<std::size_t>(size));
  }
}

Outcome<std::string> output_of(const ExecPlugin& plugin) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return failed(plugin, std::string("cannot be started: ") + std::strerror(errno));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  std::vector<std::string> arguments{plugin.command};
  arguments.insert(arguments.end(), plugin.arguments.begin(), plugin.arguments.end());
  std::vector<std::string> environment = environment_of(plugin);
  pid_t child = 0;
  const int error = posix_spawnp(&child, plugin.command.c_str(), &actions, nullptr, pointers(arguments).data(), pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  std::string output = error == 0 ? read_all(ends[0]) : std::string();
  close(ends[0]);
  if (error != 0) return failed(plugin, std::string("cannot be started: ") + std::strerror(error));
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return failed(plugin, "ended with exit code " + std::to_string(WEXITSTATUS(status)));
  return output;
}

std::chrono::system_clock::time_point time_of(const std::string& text) {
  std::tm parts{};
  if (strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) == nullptr) return std::chrono::system_clock::time_point::max();
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

}  // namespace

Outcome<ExecCredential> run_plugin(const ExecPlugin& plugin) {
  const Outcome<std::string> output = output_of(plugin);
  if (!output) return output.error();
  boost::json::error_code error;
  const boost::json::value answer = boost::json::parse(*output, error);
  if (error || !answer.is_object()) return failed(plugin, "did not print an ExecCredential");
  const Object& status = object_at(answer.get_object(), {"status"});
  ExecCredential out;
  out.credential = {text_at(status, {"token"}), text_at(status, {"clientCertificateData"}), text_at(status, {"clientKeyData"})};
  if (out.credential.token.empty() && out.credential.certificate.empty()) return failed(plugin, "gave neither a token nor a certificate");
  if (const std::string expires = text_at(status, {"expirationTimestamp"}); !expires.empty()) out.expires = time_of(expires);
  return out;
}

}  // namespace kamel::kube
