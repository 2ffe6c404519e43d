#include "operator/scaling/kafka_trigger.h"

#include <array>

namespace kamel::cluster {
namespace {

/// Options of the endpoint, else of the component.
struct Lookup {
  const EndpointUri& uri;
  const Program& program;

  std::string operator()(const std::string& name) const {
    if (const auto value = uri.get(name)) return *value;
    for (const auto* all : {&program.properties, &program.secrets}) {
      for (const std::string& key : {"camel.component.kafka." + name, "camel.component.kafka.configuration." + name}) {
        if (const auto found = all->find(key); found != all->end()) return found->second;
      }
    }
    return {};
  }
};

// username="me" of a JAAS line.
std::string attribute(const std::string& jaas, const std::string& name) {
  auto at = jaas.find(name + "=");
  if (at == std::string::npos) return {};
  at += name.size() + 1;
  std::string out;
  if (at < jaas.size() && jaas[at] == '"') {
    for (++at; at < jaas.size() && jaas[at] != '"'; ++at) out += jaas[at] == '\\' && at + 1 < jaas.size() ? jaas[++at] : jaas[at];
    return out;
  }
  return jaas.substr(at, jaas.find_first_of(" ;", at) - at);
}

std::string sasl_name(const std::string& mechanism) {
  constexpr std::array<std::pair<std::string_view, const char*>, 5> kNames{
      {{"PLAIN", "plaintext"}, {"SCRAM-SHA-256", "scram_sha256"}, {"SCRAM-SHA-512", "scram_sha512"}, {"GSSAPI", "gssapi"}, {"OAUTHBEARER", "oauthbearer"}}};
  for (const auto& [ours, theirs] : kNames) {
    if (mechanism == ours) return theirs;
  }
  return {};
}

void add_login(const Lookup& option, KafkaTrigger& trigger, Plan& plan) {
  const std::string protocol = option("securityProtocol"), mechanism = option("saslMechanism");
  if (protocol == "SSL" || protocol == "SASL_SSL") trigger.metadata["tls"] = "enable";
  if (!protocol.starts_with("SASL")) return;
  const std::string name = sasl_name(mechanism.empty() ? "GSSAPI" : mechanism);
  if (name.empty() || name == "gssapi" || name == "oauthbearer") {
    return plan.note("keda", "the login " + (mechanism.empty() ? std::string("GSSAPI") : mechanism) + " of a kafka: route is not passed to KEDA; give a trigger with its own secrets");
  }
  const std::string jaas = option("saslJaasConfig");
  trigger.metadata["sasl"] = name;
  trigger.secrets["username"] = attribute(jaas, "username");
  trigger.secrets["password"] = attribute(jaas, "password");
}

}  // namespace

std::optional<KafkaTrigger> kafka_trigger(const EndpointUri& from, Plan& plan) {
  const Lookup option{from, plan.out.program};
  const std::string brokers = option("brokers"), group = option("groupId");
  if (brokers.empty() || group.empty()) {
    plan.note("keda", "kafka:" + from.path + " is not scaled: it has no " + (brokers.empty() ? "brokers" : "groupId"));
    return std::nullopt;
  }
  KafkaTrigger out;
  // A fast engine clears a thousand records in a few milliseconds: ten, KEDA's default, would start pods for nothing.
  out.metadata = {{"topic", from.path}, {"bootstrapServers", brokers}, {"consumerGroup", group}, {"lagThreshold", "1000"}};
  const std::string reset = option("autoOffsetReset");
  out.metadata["offsetResetPolicy"] = reset == "earliest" ? "earliest" : "latest";
  out.metadata["limitToPartitionsWithLag"] = "true";
  add_login(option, out, plan);
  return out;
}

}  // namespace kamel::cluster
