#include "connectors/kafka/send_step.h"

#include "connectors/kafka/producer.h"
#include "connectors/kafka/record.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/worker.h"

namespace kamel::kafka {
namespace {

/// Takes a header out of the message: what is meant for this send only must not reach the next one, nor the record.
Value take(Headers& headers, std::string_view name) {
  const Value* found = headers.find(name);
  if (found == nullptr) return {};
  Value value = *found;
  headers.erase(name);
  return value;
}

RecordHeaders record_headers(const Headers& headers) {
  RecordHeaders out;
  for (const auto& [name, value] : headers) {
    if (is_internal_header(name)) continue;
    const auto bytes = serialize_header(value);
    if (!bytes) continue;
    if (!out) out.reset(rd_kafka_headers_new(headers.size()));
    rd_kafka_header_add(out.get(), name.data(), static_cast<ssize_t>(name.size()), bytes->data(), static_cast<ssize_t>(bytes->size()));
  }
  return out;
}

class SendStep final : public Step {
 public:
  SendStep(ProducerSettings settings, Context& context)
      : settings_(std::move(settings)), topic_(interned(settings_.topic)), producers_(Producers::shared(context, settings_.client)) {
    if (settings_.key) key_ = Slice(*settings_.key);
  }

  Flow run(Exchange& exchange) const override;
  bool pipelines() const noexcept override { return true; }

 private:
  Result<Outgoing> record(Exchange& exchange) const;
  Result<> fill_body(Outgoing& out, const Value& body) const;
  Flow send_list(Exchange& exchange, Producer& producer, Outgoing first) const;
  std::unique_ptr<Send> make_send(Exchange& exchange) const;

  ProducerSettings settings_;
  std::string_view topic_;
  Slice key_;
  std::shared_ptr<Producers> producers_;
};

Flow SendStep::run(Exchange& exchange) const {
  Producer& producer = producers_->at(exchange.worker());
  if (producer.broken()) return exchange.fail(producer.broken());
  auto made = record(exchange);
  if (!made) return exchange.fail(made.error());
  const Value& body = exchange.message.body;
  if (settings_.use_iterator && body.is_list()) return send_list(exchange, producer, std::move(*made));
  if (auto filled = fill_body(*made, body); !filled) return exchange.fail(filled.error());
  // The suspended exchange's own body keeps the bytes alive; anything else does so in a Send.
  const bool plain = !settings_.record_metadata && (!made->has_payload || body.is_bytes_like());
  if (plain && producer.try_send(*made, exchange)) return Flow::Suspend;
  auto send = make_send(exchange);
  send->records.push_back(std::move(*made));
  producer.send(std::move(send), settings_.maximum_block);
  return Flow::Suspend;
}

std::unique_ptr<Send> SendStep::make_send(Exchange& exchange) const {
  auto send = std::make_unique<Send>();
  send->exchange = &exchange;
  send->record_metadata = settings_.record_metadata;
  return send;
}

/// All of a record but its body.
Result<Outgoing> SendStep::record(Exchange& exchange) const {
  Headers& headers = exchange.message.headers;
  Outgoing out;
  const Value topic = take(headers, kOverrideTopic);
  out.topic = topic.is_null() ? topic_ : interned(to_text(topic));
  if (const Value timestamp = take(headers, kOverrideTimestamp); !timestamp.is_null()) out.timestamp = to_long(timestamp).value_or(0);
  out.headers = record_headers(headers);
  if (settings_.partition) {
    out.partition = *settings_.partition;
  } else if (const Value* partition = headers.find(kPartitionKey)) {
    out.partition = to_int(*partition).value_or(RD_KAFKA_PARTITION_UA);
  }
  if (settings_.key) {
    out.key = key_;
    out.has_key = true;
  } else if (const Value* key = headers.find(kKey); key != nullptr && !key->is_null()) {
    auto bytes = serialize(settings_.key_serde, *key);
    if (!bytes) return bytes.error();
    out.key = std::move(*bytes);
    out.has_key = true;
  }
  return out;
}

Result<> SendStep::fill_body(Outgoing& out, const Value& body) const {
  if (body.is_null()) return {};  // a tombstone
  auto bytes = serialize(settings_.value_serde, body);
  if (!bytes) return bytes.error();
  out.payload = std::move(*bytes);
  out.has_payload = true;
  return {};
}

/// One record per item. As in Camel they share topic and headers, and have neither key nor partition of their own.
Flow SendStep::send_list(Exchange& exchange, Producer& producer, Outgoing first) const {
  auto send = make_send(exchange);
  for (const Value& item : exchange.message.body.list()) {
    Outgoing out;
    out.topic = first.topic;
    if (first.headers) out.headers.reset(rd_kafka_headers_copy(first.headers.get()));
    if (auto filled = fill_body(out, item); !filled) return exchange.fail(filled.error());
    send->records.push_back(std::move(out));
  }
  if (send->records.empty() && !settings_.record_metadata) return Flow::Next;
  producer.send(std::move(send), settings_.maximum_block);
  return Flow::Suspend;
}

}  // namespace

std::unique_ptr<const Step> make_send_step(ProducerSettings settings, Context& context) {
  return std::make_unique<SendStep>(std::move(settings), context);
}

}  // namespace kamel::kafka
