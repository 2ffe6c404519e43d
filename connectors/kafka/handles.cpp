#include "connectors/kafka/handles.h"

#include <array>
#include <mutex>
#include <set>

#include "engine/context.h"

namespace kamel::kafka {
namespace {

LogLevel level_of(int syslog) noexcept {
  if (syslog <= 3) return LogLevel::Error;
  if (syslog == 4) return LogLevel::Warn;
  return syslog <= 6 ? LogLevel::Info : LogLevel::Debug;
}

/// Called on librdkafka's threads. While a client is being made there is none to ask for the context.
void forward_log(const rd_kafka_t* client, int level, const char* facility, const char* text) {
  const auto* context = client != nullptr ? static_cast<const Context*>(rd_kafka_opaque(client)) : nullptr;
  if (context == nullptr) return;
  context->log().report(level_of(level), std::string("kafka: ") + facility + ": " + text);
}

std::string set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  std::array<char, 512> why{};
  if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), why.data(), why.size()) == RD_KAFKA_CONF_OK) return {};
  return why.data();
}

}  // namespace

Result<ClientHandle> make_client(rd_kafka_type_t type, const Properties& properties, int events, Context& context) {
  Conf conf(rd_kafka_conf_new());
  for (const auto& [name, value] : properties) {
    if (std::string why = set(conf.get(), name, value); !why.empty()) return Error("org.apache.kafka.common.config.ConfigException", std::move(why));
  }
  rd_kafka_conf_set_opaque(conf.get(), &context);
  rd_kafka_conf_set_log_cb(conf.get(), forward_log);
  rd_kafka_conf_set_events(conf.get(), events);
  std::array<char, 512> why{};
  rd_kafka_t* client = rd_kafka_new(type, conf.get(), why.data(), why.size());
  if (client == nullptr) return Error("org.apache.kafka.common.KafkaException", std::string("Failed to construct the Kafka client: ") + why.data());
  (void)conf.release();  // the client's now
  return ClientHandle(client);
}

std::string rejected(const std::string& name, const std::string& value) {
  const Conf conf(rd_kafka_conf_new());
  return set(conf.get(), name, value);
}

std::string_view interned(std::string_view text) {
  static std::mutex mutex;
  static auto* const texts = new std::set<std::string, std::less<>>;  // never freed: messages may outlive everything else
  const std::lock_guard lock(mutex);
  if (const auto found = texts->find(text); found != texts->end()) return *found;
  return *texts->emplace(text).first;
}

}  // namespace kamel::kafka
