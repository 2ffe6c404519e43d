// What Camel's Kafka Kamelets call: KafkaHeaderDeserializer, ManualCommit, BatchManualCommit; and the commit factory, which is only named.
#include "engine/convert.h"
#include "engine/exchange_value.h"
#include "engine/stand_ins/makers.h"

namespace kamel::stand_ins {
namespace {

/// Bytes in headers as text, when told to.
class KafkaHeaderDeserializer final : public StandIn {
 public:
  explicit KafkaHeaderDeserializer(const BeanDecl* bean) : settings_(bean) {}
  StandInResult call(Exchange& exchange, std::string_view, std::span<const Value>) override {
    if (settings_.get("enabled", exchange, "false") != "true") return std::optional<Value>();
    for (auto& header : exchange.message.headers) {
      if (header.value.kind() == Value::Kind::Bytes) header.value = Value(header.value.slice());
    }
    return std::optional<Value>();
  }

 private:
  Settings settings_;
};

constexpr std::string_view kCommit = "CamelKafkaManualCommit";

// The header's value knows how to commit; see the Kafka connector.
void commit(const Value* manual) {
  if (manual != nullptr && manual->is_object()) manual->object().property("commit");
}

class ManualCommit final : public StandIn {
  StandInResult call(Exchange& exchange, std::string_view, std::span<const Value>) override {
    commit(exchange.message.headers.find(kCommit));
    return std::optional<Value>();
  }
};

/// Commits by the last message of a batch.
class BatchManualCommit final : public StandIn {
  StandInResult call(Exchange& exchange, std::string_view, std::span<const Value>) override {
    const Value& body = exchange.message.body;
    if (!body.is_list() || body.list().empty()) return std::optional<Value>();
    const auto* last = body.list()[body.list().size() - 1].object_as<ExchangeValue>();
    if (last != nullptr) commit(last->message().headers.find(kCommit));
    return std::optional<Value>();
  }
};

/// Nothing calls it: commits are made by the connector.
class CommitFactory final : public StandIn {
  StandInResult call(Exchange&, std::string_view method, std::span<const Value>) override {
    return Error("org.apache.camel.component.bean.MethodNotFoundException", "Method with name: " + std::string(method) + " not found on bean: DefaultKafkaManualCommitFactory");
  }
};

}  // namespace

StandInPtr kafka_helper(std::string_view name, const BeanDecl* bean) {
  if (name == "KafkaHeaderDeserializer") return std::make_shared<KafkaHeaderDeserializer>(bean);
  if (name == "ManualCommit") return std::make_shared<ManualCommit>();
  if (name == "BatchManualCommit") return std::make_shared<BatchManualCommit>();
  if (name == "DefaultKafkaManualCommitFactory" || name == "DefaultKafkaManualAsyncCommitFactory") return std::make_shared<CommitFactory>();
  return nullptr;
}

}  // namespace kamel::stand_ins
