#include "connectors/http/tls/parameters.h"

#include <algorithm>
#include <array>

#include "dsl/placeholders.h"
#include "engine/assembler.h"
#include "engine/beans.h"
#include "engine/named_values.h"

namespace kamel::http {
namespace {

constexpr std::string_view kClass = "org.apache.camel.support.jsse.SSLContextParameters";
constexpr std::string_view kIllegal = "java.lang.IllegalArgumentException";

// Java's own choices, which OpenSSL makes for itself.
constexpr auto kWithoutEffect = std::to_array<std::string_view>({"provider", "certAlias", "sessionTimeout", "secureRandom", "secureRandom.algorithm", "secureRandom.provider",
                                                                 "keyManagers.algorithm", "keyManagers.provider", "keyManagers.keyStore.provider", "keyManagers.keyStore.type",
                                                                 "trustManagers.algorithm", "trustManagers.provider", "trustManagers.keyStore.provider", "trustManagers.keyStore.type"});

std::string path_of(std::string resource) {
  for (const std::string_view prefix : {"file://", "file:", "classpath:"}) {
    if (resource.starts_with(prefix)) return resource.substr(prefix.size());
  }
  return resource;
}

/// Camel's cipher names are Java's; OpenSSL knows those of TLS 1.3 by the same names, and separates by colons.
std::string ciphers_of(std::string text) {
  for (char& c : text) c = c == ',' || c == ' ' ? ':' : c;
  return text;
}

void flatten(const Node& properties, const std::string& prefix, Assembler& assembler, std::map<std::string, std::string>& names, int depth) {
  constexpr int kDeepest = 8;
  if (!properties.is_map() || depth > kDeepest) return;
  for (const Node::Entry& entry : properties.entries) {
    const std::string name = prefix + camel_case(entry.key);
    if (entry.value.is_map()) {
      flatten(entry.value, name + ".", assembler, names, depth + 1);
      continue;
    }
    const BeanReference bean = entry.value.text.starts_with("#") ? find_bean(entry.value.text, assembler) : BeanReference();
    if (bean.bean == nullptr) {
      names.insert_or_assign(name, entry.value.text);
    } else if (const Node* inner = bean.bean->node->find("properties")) {
      flatten(*inner, name + ".", assembler, names, depth + 1);
    }
  }
}

bool is_true(std::string_view text) { return same_ignoring_case(text, "true"); }

}  // namespace

Result<TlsParameters> tls_of_names(const std::map<std::string, std::string>& names) {
  TlsParameters tls;
  for (const auto& [name, value] : names) {
    if (name == "keyManagers.keyStore.resource") tls.keys.path = path_of(value);
    else if (name == "keyManagers.keyStore.password") tls.keys.password = value;
    else if (name == "keyManagers.keyPassword") tls.key_password = value;
    else if (name == "trustManagers.keyStore.resource") tls.trusted.path = path_of(value);
    else if (name == "trustManagers.keyStore.password") tls.trusted.password = value;
    else if (name == "trustManagers.trustManager") tls.trust_all = value.find("TrustAll") != value.npos;
    else if (name == "secureSocketProtocol" || name == "secureSocketProtocols.secureSocketProtocol") tls.protocol = value;
    else if (name == "cipherSuites" || name == "cipherSuites.cipherSuite") tls.ciphers = ciphers_of(value);
    else if (name == "serverParameters.clientAuthentication") tls.client_authentication = value;
    else if (std::ranges::find(kWithoutEffect, name) == kWithoutEffect.end())
      return Error(kIllegal, "SSLContextParameters has no property '" + name + "' here; known are keyManagers.keyStore.resource, .password, keyManagers.keyPassword, "
                             "trustManagers.keyStore.resource, .password, secureSocketProtocol, cipherSuites and serverParameters.clientAuthentication");
  }
  return tls;
}

std::optional<TlsParameters> tls_of_bean(std::string_view reference, const Mark& mark, Assembler& assembler) {
  const BeanReference found = find_bean(reference, assembler);
  if (found.bean == nullptr || found.java_class != kClass) {
    assembler.error(mark, "no bean '" + std::string(reference) + "' of the class " + std::string(kClass),
                    "declare it under beans:, with keyManagers.keyStore.resource (a PEM or PKCS#12 file) and trustManagers.keyStore.resource",
                    "org.apache.camel.NoSuchBeanException");
    return std::nullopt;
  }
  std::map<std::string, std::string> names;
  if (const Node* properties = found.bean->node->find("properties")) flatten(*properties, "", assembler, names, 0);
  auto tls = tls_of_names(names);
  if (tls) return *tls;
  assembler.error(found.bean->node->mark, std::string(tls.error().message()), {}, std::string(tls.error().type()));
  return std::nullopt;
}

std::optional<TlsParameters> tls_of_properties(const Properties& properties) {
  const auto text = [&](std::string_view name) { return properties.get("camel.ssl." + std::string(name)).value_or(""); };
  if (!is_true(text("enabled"))) return std::nullopt;
  TlsParameters tls;
  tls.keys = {path_of(text("keyStore")), text("keystorePassword")};
  tls.trusted = {path_of(text("trustStore")), text("trustStorePassword")};
  tls.trust_all = is_true(text("trustAllCertificates"));
  tls.protocol = text("secureSocketProtocol");
  tls.ciphers = ciphers_of(text("cipherSuites"));
  tls.client_authentication = text("clientAuthentication");
  return tls;
}

}  // namespace kamel::http
