#include "connectors/kafka/handles.h"

#include <array>
#include <mutex>
#include <set>

#include "connectors/kafka/token.h"
#include "engine/context.h"

namespace kamel::kafka {
namespace {

LogLevel level_of(int syslog) noexcept {
  if (syslog <= 3) return LogLevel::Error;
  if (syslog == 4) return LogLevel::Warn;
  return syslog <= 6 ? LogLevel::Info : LogLevel::Debug;
}

/// Where a context's clients log to. They end on threads of their own, some after the context.
struct LogTap {
  explicit LogTap(const Context& the_context) : context(&the_context) {}
  std::mutex mutex;        // guards `context`, and is held while a line is being reported
  const Context* context;  // nullptr: gone
};

/// The context's end of the tap: shuts it when the context closes.
class Logging {
 public:
  explicit Logging(const Context& context) : tap_(std::make_shared<LogTap>(context)) {}
  ~Logging() {
    const std::lock_guard lock(tap_->mutex);
    tap_->context = nullptr;
  }
  Logging(const Logging&) = delete;
  Logging& operator=(const Logging&) = delete;
  const std::shared_ptr<LogTap>& tap() const noexcept { return tap_; }

 private:
  std::shared_ptr<LogTap> tap_;
};

/// What a client's callbacks need. Belongs to the client, which ends before it.
struct Companion {
  std::shared_ptr<LogTap> log;
  std::optional<TokenSettings> tokens;
};

Companion* companion(const rd_kafka_t* client) { return client != nullptr ? static_cast<Companion*>(rd_kafka_opaque(client)) : nullptr; }

/// Called on librdkafka's threads. While a client is being made there is none to ask for the context.
void forward_log(const rd_kafka_t* client, int level, const char* facility, const char* text) {
  const Companion* known = companion(client);
  if (known == nullptr) return;
  const std::lock_guard lock(known->log->mutex);
  if (known->log->context != nullptr) known->log->context->report(level_of(level), std::string("kafka: ") + facility + ": " + text);
}

/// Called on librdkafka's background thread, which may wait for the answer.
void refresh(rd_kafka_t* client, const char*, void*) {
  if (const Companion* known = companion(client); known != nullptr && known->tokens) refresh_token(client, *known->tokens);
}

std::string set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
  std::array<char, 512> why{};
  if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), why.data(), why.size()) == RD_KAFKA_CONF_OK) return {};
  return why.data();
}

}  // namespace

void Destroy::operator()(rd_kafka_t* client) const noexcept {
  const std::unique_ptr<Companion> owned(companion(client));
  rd_kafka_destroy(client);
}

Result<ClientHandle> make_client(rd_kafka_type_t type, Properties properties, int events, Context& context) {
  Conf conf(rd_kafka_conf_new());
  const auto logging = context.service<Logging>([&] { return std::make_shared<Logging>(context); });
  auto known = std::make_unique<Companion>(Companion{logging->tap(), take_token_settings(properties)});
  for (const auto& [name, value] : properties) {
    if (std::string why = set(conf.get(), name, value); !why.empty()) return Error("org.apache.kafka.common.config.ConfigException", std::move(why));
  }
  rd_kafka_conf_set_opaque(conf.get(), known.get());
  rd_kafka_conf_set_log_cb(conf.get(), forward_log);
  rd_kafka_conf_set_events(conf.get(), events);
  const bool asks_for_tokens = known->tokens.has_value();
  if (asks_for_tokens) {
    rd_kafka_conf_set_oauthbearer_token_refresh_cb(conf.get(), refresh);
    rd_kafka_conf_enable_sasl_queue(conf.get(), 1);
  }
  std::array<char, 512> why{};
  rd_kafka_t* client = rd_kafka_new(type, conf.get(), why.data(), why.size());
  if (client == nullptr) return Error("org.apache.kafka.common.KafkaException", std::string("Failed to construct the Kafka client: ") + why.data());
  (void)conf.release();  // the client's now
  (void)known.release();
  if (asks_for_tokens) (void)KafkaError(rd_kafka_sasl_background_callbacks_enable(client));
  return ClientHandle(client);
}

std::string rejected(const std::string& name, const std::string& value) {
  if (is_token_property(name)) return {};
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
