// Authentication: who may come in. Basic, bearer tokens from a file, JSON Web Tokens.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/http/key_source.h"
#include "connectors/http/message.h"

namespace kamel {
class Context;
}

namespace kamel::http {

/// Any thread.
class Authentication {
 public:
  /// camel.server.authenticationEnabled with authenticationPath (default: everything), authenticationRealm, basicPropertiesFile (Vert.x's: user.NAME=PASSWORD,ROLE…),
  /// bearerTokensFile (one a line), jwtKeystorePath (a file, or a URL of a JWK set), jwtKeystorePassword, jwtIssuer, jwtAudience; also mp.jwt.verify.*.
  /// nullptr: off. An error: enabled, but with nothing to check by.
  static Result<std::unique_ptr<Authentication>> of(const Context& context);
  /// 0: the request may come in, and its user is set; else 401.
  int check(Request& request) const;
  /// What a 401 asks for.
  const std::vector<std::string>& challenges() const noexcept { return challenges_; }

 private:
  bool protects(std::string_view path) const;
  Value basic(std::string_view credentials) const;
  Value bearer(std::string_view token) const;
  std::vector<std::string> paths_;  // "/*", "/admin/*", "/login"
  struct User {
    std::string name, password;
  };
  std::vector<User> users_;
  std::vector<std::string> tokens_;
  std::unique_ptr<KeySource> keys_;
  ClaimRules rules_;
  std::vector<std::string> challenges_;
};

}  // namespace kamel::http
