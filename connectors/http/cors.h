// Cors: answers preflights, and tells browsers which answers another site's page may see.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/http/message.h"

namespace kamel {
class Context;
}

namespace kamel::http {

/// Const. For all endpoints of the server; REST services have restConfiguration's enableCORS besides.
class Cors {
 public:
  /// quarkus.http.cors (or .cors.enabled) with .origins, .methods, .headers, .exposed-headers, .access-control-max-age, .access-control-allow-credentials;
  /// nullptr: off.
  static std::unique_ptr<Cors> of(const Context& context);
  bool is_preflight(const Request& request) const;
  void answer_preflight(const Request& request, Response& response) const;
  void dress(const Request& request, Response& response) const;

 private:
  bool allows(std::string_view origin) const;
  void allow(std::string_view origin, Response& response) const;
  std::vector<std::string> origins_;  // none or "*": all
  std::string methods_, headers_, exposed_, max_age_;
  bool credentials_ = false;
};

}  // namespace kamel::http
