// The security options: SASL and TLS, from Java's terms (JAAS, key stores) to OpenSSL's.
#include <re2/re2.h>

#include "connectors/kafka/given.h"

namespace kamel::kafka {
namespace {

/// One attribute of a JAAS line: username="me"; nothing when it is not there.
std::optional<std::string> attribute(const std::string& jaas, const std::string& name) {
  std::string quoted, bare;
  if (!RE2::PartialMatch(jaas, "(?:^|\\s)" + name + "\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;\"]+))", &quoted, &bare)) return std::nullopt;
  if (!bare.empty()) return bare;
  RE2::GlobalReplace(&quoted, "\\\\(.)", "\\1");
  return quoted;
}

bool ends_with_any(std::string_view path, std::initializer_list<std::string_view> ends) {
  for (const std::string_view end : ends) {
    if (path.ends_with(end)) return true;
  }
  return false;
}

void set_login(Given& given, const std::string& jaas) {
  const auto from = [&](const char* name, const char* property) {
    if (const auto value = attribute(jaas, name)) given.set("saslJaasConfig", property, *value);
  };
  from("username", "sasl.username");
  from("password", "sasl.password");
  from("keyTab", "sasl.kerberos.keytab");
  from("principal", "sasl.kerberos.principal");
  from("clientId", "sasl.oauthbearer.client.id");
  from("clientSecret", "sasl.oauthbearer.client.secret");
  from("scope", "sasl.oauthbearer.scope");
}

void set_sasl(Given& given) {
  const std::string mechanism = given.text("saslMechanism");
  given.set("saslMechanism", "sasl.mechanism", mechanism);
  if (const auto jaas = given.maybe("saslJaasConfig")) {
    set_login(given, *jaas);
  } else if (mechanism == "PLAIN" || mechanism.starts_with("SCRAM-")) {
    given.error("saslMechanism", "saslMechanism " + mechanism + " needs saslJaasConfig",
                "saslJaasConfig=RAW(org.apache.kafka.common.security.plain.PlainLoginModule required username=\"…\" password=\"…\";)");
  }
  if (mechanism == "OAUTHBEARER") given.set("saslMechanism", "sasl.oauthbearer.method", "oidc");
  given.if_given("saslKerberosServiceName", "sasl.kerberos.service.name");
  given.if_given("kerberosBeforeReloginMinTime", "sasl.kerberos.min.time.before.relogin");
  if (given.maybe("kerberosInitCmd")) {
    given.set("kerberosInitCmd", "sasl.kerberos.kinit.cmd", given.text("kerberosInitCmd") + " -R -t \"%{sasl.kerberos.keytab}\" -k %{sasl.kerberos.principal}");
  }
}

void set_trust(Given& given) {
  const auto store = given.maybe("sslTruststoreLocation");
  if (!store) return;
  const auto type = given.maybe("sslTruststoreType");
  if ((type && *type != "PEM") || ends_with_any(*store, {".jks", ".p12", ".pfx"})) {
    return given.error("sslTruststoreLocation", "the trust store must be a PEM file",
                       "keytool -exportcert -rfc -keystore STORE -alias NAME > ca.pem, and sslTruststoreType=PEM");
  }
  given.set("sslTruststoreLocation", "ssl.ca.location", *store);
}

void set_key(Given& given) {
  const auto store = given.maybe("sslKeystoreLocation");
  if (!store) return;
  const std::string type = given.maybe("sslKeystoreType").value_or(ends_with_any(*store, {".p12", ".pfx"}) ? "PKCS12" : ends_with_any(*store, {".jks"}) ? "JKS" : "PEM");
  if (type == "PKCS12") {
    given.set("sslKeystoreLocation", "ssl.keystore.location", *store);
    given.if_given("sslKeystorePassword", "ssl.keystore.password");
  } else if (type == "PEM") {
    given.set("sslKeystoreLocation", "ssl.certificate.location", *store);
    given.set("sslKeystoreLocation", "ssl.key.location", *store);
  } else {
    given.error("sslKeystoreLocation", "key stores of type " + type + " cannot be read",
                "keytool -importkeystore -srckeystore STORE -destkeystore client.p12 -deststoretype PKCS12, and sslKeystoreType=PKCS12");
  }
  given.if_given("sslKeyPassword", "ssl.key.password");
}

}  // namespace

void set_security(Given& given) {
  const std::string protocol = given.text("securityProtocol");
  if (protocol != "PLAINTEXT") given.always("securityProtocol", "security.protocol");
  if (protocol.starts_with("SASL_")) set_sasl(given);
  if (!protocol.ends_with("SSL")) return;
  set_trust(given);
  set_key(given);
  given.if_given("sslCipherSuites", "ssl.cipher.suites");
  const std::string check = given.text("sslEndpointAlgorithm");
  given.set("sslEndpointAlgorithm", "ssl.endpoint.identification.algorithm", check.empty() || check == "none" || check == "false" ? "none" : check);
}

}  // namespace kamel::kafka
