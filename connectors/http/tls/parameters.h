// TlsParameters: Camel's SSLContextParameters as data: our certificate and key, whom we trust, and which protocols.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostics.h"
#include "dsl/error.h"

namespace kamel {
class Assembler;
class Properties;
}  // namespace kamel

namespace kamel::http {

/// One file of certificates or keys: PEM, or PKCS#12 with a password. Also a directory as Kubernetes mounts a TLS Secret (tls.crt, tls.key, ca.crt).
struct TlsStore {
  std::string path, password;
  bool empty() const noexcept { return path.empty(); }
  bool operator==(const TlsStore&) const = default;
};

/// Where everything comes from. Equal ones lead to equal texts, so that they can be shared.
struct TlsParameters {
  TlsStore keys;                 // our certificate, those above it, and the key
  std::string key_path;          // the key, where it is a PEM file of its own
  std::string key_password;      // of the key; "": that of `keys`
  TlsStore trusted;              // "" : the system's authorities
  bool trust_all = false;        // check nothing
  bool check_host = true;        // the server's name against its certificate
  std::string protocol;          // TLSv1.2, TLSv1.3: at least; "": OpenSSL's choice
  std::string ciphers;           // as OpenSSL writes them, separated by ':'
  std::string client_authentication;  // servers: NONE, WANT, REQUIRE
  bool operator==(const TlsParameters&) const = default;
};

/// A bean of org.apache.camel.support.jsse.SSLContextParameters, with its properties nested, dotted, or in beans of their own.
/// nullopt after having reported why at `mark`.
std::optional<TlsParameters> tls_of_bean(std::string_view reference, const Mark& mark, Assembler& assembler);
/// camel.ssl.*; nullopt when camel.ssl.enabled is not true.
std::optional<TlsParameters> tls_of_properties(const Properties& properties);
/// From properties by their Camel names ("keyManagers.keyStore.resource"). Fails with the name that has no meaning here.
Result<TlsParameters> tls_of_names(const std::map<std::string, std::string>& names);

}  // namespace kamel::http
