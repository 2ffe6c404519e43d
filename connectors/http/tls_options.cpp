// TlsOptions from the integration's properties.
#include "connectors/http/text.h"
#include "connectors/http/tls.h"
#include "engine/context.h"

namespace kamel::http {
namespace {

/// Camel writes resources as file:/path; a property may say so, too.
std::string path_of(std::string text) {
  if (text.starts_with("file:")) text.erase(0, 5);
  return text;
}

Result<TlsOptions::ClientCertificate> client_certificate(const std::string& text) {
  using Want = TlsOptions::ClientCertificate;
  const auto is = [&](std::string_view name) { return text.size() == name.size() && starts_with_ignoring_case(text, name); };
  if (text.empty() || is("none")) return Want::None;
  if (is("want") || is("request")) return Want::Want;
  if (is("require") || is("required")) return Want::Need;
  return Error("java.lang.IllegalArgumentException", "camel.ssl.clientAuthentication is NONE, WANT or REQUIRE, not '" + text + "'");
}

}  // namespace

Result<std::optional<TlsOptions>> TlsOptions::of(const Context& context) {
  const auto text = [&](std::initializer_list<std::string_view> keys) {
    for (const auto key : keys) {
      if (auto value = context.property(key)) return *value;
    }
    return std::string();
  };
  TlsOptions options;
  const bool global = text({"camel.server.useGlobalSslContextParameters"}) == "true";
  options.certificates = path_of(global ? text({"camel.ssl.keyStore"}) : text({"quarkus.http.ssl.certificate.files", "quarkus.http.ssl.certificate.key-store-file"}));
  if (!global && options.certificates.empty()) return std::optional<TlsOptions>();
  if (options.certificates.empty())
    return Error("java.lang.IllegalArgumentException",
                 "camel.server.useGlobalSslContextParameters needs a certificate: set camel.ssl.keyStore to a PEM or PKCS #12 file, or to a folder with tls.crt and tls.key");
  options.key = path_of(global ? text({"camel.ssl.privateKey"}) : text({"quarkus.http.ssl.certificate.key-files"}));
  options.password = global ? text({"camel.ssl.keyStorePassword"}) : text({"quarkus.http.ssl.certificate.key-store-password"});
  options.authorities = path_of(global ? text({"camel.ssl.trustStore"}) : text({"quarkus.http.ssl.certificate.trust-store-file", "quarkus.http.ssl.certificate.trust-store-files"}));
  options.protocols = text({"camel.ssl.secureSocketProtocol", "quarkus.http.ssl.protocols"});
  options.ciphers = text({"camel.ssl.cipherSuites", "quarkus.http.ssl.cipher-suites"});
  const auto client = client_certificate(text({"camel.ssl.clientAuthentication", "quarkus.http.ssl.client-auth"}));
  if (client.has_error()) return client.error();
  options.client = *client;
  return std::optional<TlsOptions>(std::move(options));
}

}  // namespace kamel::http
