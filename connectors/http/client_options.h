// The options of the http and https components, and what they come to.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "connectors/http/request_line.h"
#include "connectors/http/transfers.h"
#include "engine/assembler.h"

namespace kamel::http {

struct ClientOptions {
  RequestLineOptions line;
  std::vector<std::pair<int, int>> ok_codes;
  TransferLimits limits;
  bool throw_on_failure = true, copy_headers = true, ignore_body = false;
  bool skip_request_headers = false, skip_response_headers = false;
  bool get_with_body = false, delete_with_body = false;
  bool connection_close = false, preserve_host = false, follow_redirects = false, cookies = true, system_proxy = false;
  bool multipart = false;
  std::string multipart_name, custom_host, user_agent;
  std::chrono::milliseconds connect_timeout{180'000}, response_timeout{0};
  std::string user_password, bearer_token;  // "name:password"
  long auth_methods = 0;                    // CURLAUTH_…
  std::string proxy, proxy_user_password;
  std::string ca_file, certificate_file, key_file;
  bool verify = true;
  std::string token_url, token_form;  // OAuth2 client credentials
  bool cache_token = false;
  std::chrono::seconds token_life{3600}, token_margin{5};

  bool is_ok(int status) const noexcept;
};

/// Every option of Camel's, and how to reach TLS files without Java.
std::span<const Field> client_fields();
/// nullopt after having reported why.
std::optional<ClientOptions> client_options(const EndpointDecl& decl, Assembler& assembler);

}  // namespace kamel::http
