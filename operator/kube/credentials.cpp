#include "operator/kube/credentials.h"

#include "operator/kube/files.h"

namespace kamel::kube {

Outcome<Credential> Credentials::current() {
  const std::lock_guard lock(mutex_);
  if (std::chrono::system_clock::now() >= until_) {
    if (const Outcome<> renewed = renew(); !renewed) return renewed.error();
  }
  return credential_;
}

void Credentials::refused() {
  const std::lock_guard lock(mutex_);
  until_ = {};
}

Outcome<> Credentials::renew() {
  const auto now = std::chrono::system_clock::now();
  until_ = now + std::chrono::minutes(1);
  if (access_.exec) {
    Outcome<ExecCredential> given = run_plugin(*access_.exec);
    if (!given) return given.error();
    credential_ = std::move(given->credential);
    until_ = given->expires == std::chrono::system_clock::time_point::max() ? given->expires : given->expires - std::chrono::seconds(10);
    return {};
  }
  credential_ = {access_.token, access_.certificate, access_.key};
  if (!access_.token_file.empty()) {
    Outcome<std::string> token = read_file(access_.token_file);
    if (!token) return token.error();
    while (token->ends_with('\n')) token->pop_back();
    credential_.token = std::move(*token);
  }
  return {};
}

}  // namespace kamel::kube
