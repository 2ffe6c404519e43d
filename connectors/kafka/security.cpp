// The security options: SASL and TLS, from Java's terms (JAAS, key stores) to OpenSSL's.
#include <array>
#include <filesystem>

#include "connectors/kafka/given.h"
#include "connectors/kafka/token.h"

namespace kamel::kafka {
namespace {

bool ends_with_any(std::string_view path, std::initializer_list<std::string_view> ends) {
  for (const std::string_view end : ends) {
    if (path.ends_with(end)) return true;
  }
  return false;
}

constexpr std::string_view kFile = "file:";

/// A secret as it was given, or `file:/path`: then it is read whenever a client is made, and the client is made anew when the file changes.
void set_secret(Given& given, std::string_view option, const std::string& property) {
  const auto text = given.maybe(option);
  if (!text) return;
  if (text->starts_with(kFile)) return given.set_file(option, {property, text->substr(kFile.size()), ""});
  given.set(option, property, *text);
}

constexpr std::array<std::pair<const char*, const char*>, 8> kLogin = {{
    {"username", "sasl.username"},
    {"password", "sasl.password"},
    {"keyTab", "sasl.kerberos.keytab"},
    {"principal", "sasl.kerberos.principal"},
    {"clientId", "sasl.oauthbearer.client.id"},
    {"clientSecret", "sasl.oauthbearer.client.secret"},
    {"scope", "sasl.oauthbearer.scope"},
    {"ssl.truststore.location", "sasl.oauthbearer.ca.location"},  // of the token's endpoint
}};

void set_attribute(Given& given, const std::string& jaas, const std::string& name, const std::string& property) {
  bool found = false;
  if (jaas.starts_with(kFile)) {
    given.set_file("saslJaasConfig", {property, jaas.substr(kFile.size()), name});
  } else if (std::string value = jaas_attribute(jaas, name, found); found) {
    given.set("saslJaasConfig", property, std::move(value));
  }
}

void set_login(Given& given, const std::string& jaas) {
  for (const auto& [name, property] : kLogin) set_attribute(given, jaas, name, property);
}

/// What only tokens have: extensions for the broker, and tokens that nobody has signed (Java's way to try things out).
void set_tokens(Given& given, const std::string& jaas) {
  std::string text = jaas;
  if (jaas.starts_with(kFile)) {
    auto read = read_property({"saslJaasConfig", jaas.substr(kFile.size()), ""});
    text = read ? std::move(*read) : "";  // that it cannot be read is told elsewhere
  }
  constexpr std::string_view kExtension = "extension_";
  for (const std::string& name : jaas_names(text, std::string(kExtension))) {
    set_attribute(given, jaas, name, std::string(kTokenExtension) + name.substr(kExtension.size()));
  }
  bool unsigned_ones = false;
  const std::string subject = jaas_attribute(text, "unsecuredLoginStringClaim_sub", unsigned_ones);
  if (!unsigned_ones) return;
  given.set("saslJaasConfig", "enable.sasl.oauthbearer.unsecure.jwt", "true");
  given.set("saslJaasConfig", "sasl.oauthbearer.config", "principal=" + subject);
}

void set_sasl(Given& given) {
  const std::string mechanism = given.text("saslMechanism");
  given.set("saslMechanism", "sasl.mechanism", mechanism);
  if (const auto jaas = given.maybe("saslJaasConfig")) {
    set_login(given, *jaas);
  } else if (mechanism == "PLAIN" || mechanism.starts_with("SCRAM-")) {
    given.error("saslMechanism", "saslMechanism " + mechanism + " needs saslJaasConfig",
                "saslJaasConfig=RAW(org.apache.kafka.common.security.plain.PlainLoginModule required username=\"…\" password=\"…\";), or file:/path of a file with that text");
  }
  if (mechanism == "OAUTHBEARER") set_tokens(given, given.maybe("saslJaasConfig").value_or(""));
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
  const std::string path = std::filesystem::is_directory(*store) ? *store + "/ca.crt" : *store;
  given.set("sslTruststoreLocation", "ssl.ca.location", path);
  given.watch(path);
}

/// One file with both, or the folder of a mounted Secret: tls.crt and tls.key as Kubernetes names them, user.crt and user.key as Strimzi does.
void set_pem(Given& given, const std::string& store) {
  const bool folder = std::filesystem::is_directory(store);
  const std::string name = folder ? store + (std::filesystem::exists(store + "/user.crt") ? "/user" : "/tls") : store;
  for (const auto& [property, end] : {std::pair{"ssl.certificate.location", ".crt"}, std::pair{"ssl.key.location", ".key"}}) {
    given.set("sslKeystoreLocation", property, folder ? name + end : name);
    given.watch(folder ? name + end : name);
  }
}

void set_key(Given& given) {
  const auto store = given.maybe("sslKeystoreLocation");
  if (!store) return;
  const std::string type = given.maybe("sslKeystoreType").value_or(ends_with_any(*store, {".p12", ".pfx"}) ? "PKCS12" : ends_with_any(*store, {".jks"}) ? "JKS" : "PEM");
  if (type == "PKCS12") {
    given.set("sslKeystoreLocation", "ssl.keystore.location", *store);
    given.watch(*store);
    set_secret(given, "sslKeystorePassword", "ssl.keystore.password");
  } else if (type == "PEM") {
    set_pem(given, *store);
  } else {
    given.error("sslKeystoreLocation", "key stores of type " + type + " cannot be read",
                "keytool -importkeystore -srckeystore STORE -destkeystore client.p12 -deststoretype PKCS12, and sslKeystoreType=PKCS12");
  }
  set_secret(given, "sslKeyPassword", "ssl.key.password");
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

void check_tokens(Given& given) {
  if (!given.text("securityProtocol").starts_with("SASL_") || given.text("saslMechanism") != "OAUTHBEARER") return;
  if (given.sets(kTokenUrl) || given.sets("enable.sasl.oauthbearer.unsecure.jwt")) return;
  given.error("saslMechanism", "saslMechanism OAUTHBEARER needs an endpoint to get tokens from",
              "additionalProperties.sasl.oauthbearer.token.endpoint.url=https://…, and saslJaasConfig=RAW(org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule "
              "required clientId=\"…\" clientSecret=\"…\";), or file:/path of a file with that text");
}

}  // namespace kamel::kafka
