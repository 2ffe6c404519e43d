// The options of the http and https components, and what they come to.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "connectors/http/request_line.h"
#include "connectors/http/tls/files.h"
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
  long proxy_auth_methods = 0;
  std::shared_ptr<TlsFiles> tls;  // nullptr: the system's authorities, and no certificate of ours
  int retries = 1;
  std::chrono::milliseconds retry_interval{1000}, retry_after_maximum{0};  // 0: as long as the server says
  bool http2 = false, adaptive = false;
  long maximum_redirects = 50;
  std::string token_url, token_form, token_credentials;  // OAuth2 client credentials
  bool cache_token = false;
  std::chrono::seconds token_life{3600}, token_margin{5};

  bool is_ok(int status) const noexcept;
};

/// Every option of Camel's, and how to reach TLS files without Java.
std::span<const Field> client_fields();
/// nullopt after having reported why.
std::optional<ClientOptions> client_options(const EndpointDecl& decl, Assembler& assembler);

}  // namespace kamel::http
