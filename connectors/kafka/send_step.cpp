#include "connectors/kafka/send_step.h"

#include "connectors/kafka/cloud_events.h"
#include "connectors/kafka/producer.h"
#include "connectors/kafka/record.h"
#include "connectors/kafka/transaction.h"
#include "connectors/kafka/transaction_board.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/exchange_value.h"
#include "engine/worker.h"

namespace kamel::kafka {
namespace {

/// What a message's headers say about its record. Borrows them.
struct Wishes {
  const Value* key = nullptr;
  const Value* partition = nullptr;
  Value topic, timestamp;
  RecordHeaders headers;
  bool overrides = false;
};

void add_record_header(RecordHeaders& out, std::string_view name, const Value& value, std::size_t expected) {
  const auto bytes = serialize_header(value);
  if (!bytes) return;
  if (!out) out.reset(rd_kafka_headers_new(expected));
  rd_kafka_header_add(out.get(), name.data(), static_cast<ssize_t>(name.size()), bytes->data(), static_cast<ssize_t>(bytes->size()));
}

/// In one pass: names of ours are told apart by their length first. `events`: what is about a CloudEvent is left to `add_event`.
Wishes read_headers(const Headers& headers, bool events) {
  const auto is = [](std::string_view name, std::string_view wanted) { return name.size() == wanted.size() && (name == wanted || same_ignoring_case(name, wanted)); };
  Wishes out;
  for (const auto& [name, value] : headers) {
    if (events && is_event_header(name)) continue;
    if (!is_internal_header(name)) {
      add_record_header(out.headers, name, value, headers.size());
    } else if (is(name, kKey)) {
      out.key = &value;
    } else if (is(name, kPartitionKey)) {
      out.partition = &value;
    } else if (is(name, kOverrideTopic)) {
      out.topic = value;
      out.overrides = true;
    } else if (is(name, kOverrideTimestamp)) {
      out.timestamp = value;
      out.overrides = true;
    }
  }
  return out;
}

/// What is meant for one send only must not reach the next one.
void drop_overrides(Headers& headers) {
  headers.erase(kOverrideTopic);
  headers.erase(kOverrideTimestamp);
}

/// The bytes of a key or a body, borrowed where the value has them. Null: none, a tombstone.
Result<> put(std::string_view& out, Slice& owner, Serde serde, const Value& value) {
  if (value.is_null()) return {};
  if (value.is_bytes_like() && (serde == Serde::Text || serde == Serde::Bytes)) {
    out = value.slice();
    return {};
  }
  auto bytes = serialize(serde, value);
  if (!bytes) return bytes.error();
  owner = std::move(*bytes);
  out = owner;
  return {};
}

constexpr std::string_view kNoTransaction =
    "a send with transacted=true belongs to the transaction of a consumer with transacted=true on the same brokers, and this message came from none; a transaction per send is not "
    "supported: leave transacted out here";

class SendStep final : public Step {
 public:
  SendStep(ProducerSettings settings, Context& context)
      : settings_(std::move(settings)), topic_(interned(settings_.topic)), producers_(Producers::shared(context, settings_.client)),
        transactions_(TransactionBoard::shared(context)) {}

  Flow run(Exchange& exchange) const override;
  bool pipelines() const noexcept override { return true; }

 private:
  Flow send(Exchange& exchange, Producer& producer) const;
  Result<> fill(Outgoing& out, Headers& headers, Exchange& exchange, std::string_view number) const;
  Result<> fill_item(Outgoing& out, const Outgoing& first, const Value& item, Exchange& exchange, std::string_view number) const;
  void add_event_to(Outgoing& out, const Headers& headers, Exchange& exchange, std::string_view number) const;
  Flow send_list(Exchange& exchange, Producer& producer, Outgoing first) const;
  std::unique_ptr<Send> make_send(Exchange& exchange) const;

  ProducerSettings settings_;
  std::string_view topic_;
  std::shared_ptr<Producers> producers_;
  std::shared_ptr<TransactionBoard> transactions_;
};

Flow SendStep::run(Exchange& exchange) const {
  Transaction* transaction = settings_.joins ? transactions_->of(exchange) : nullptr;
  const bool joins = transaction != nullptr && transaction->brokers() == settings_.client.brokers;
  if (!joins && settings_.transacted) return exchange.fail("java.lang.IllegalStateException", std::string(kNoTransaction));
  if (!joins) return send(exchange, producers_->at(exchange.worker()));
  if (transaction->open()) return send(exchange, transaction->producer());
  return transaction->not_open(exchange, [this, &exchange] { return run(exchange); });
}

Flow SendStep::send(Exchange& exchange, Producer& producer) const {
  if (producer.broken()) return exchange.fail(producer.broken());
  Outgoing record;
  if (auto filled = fill(record, exchange.message.headers, exchange, {}); !filled) return exchange.fail(filled.error());
  const Value& body = exchange.message.body;
  if (settings_.use_iterator && body.is_list()) return send_list(exchange, producer, std::move(record));
  if (auto filled = put(record.payload, record.payload_owner, settings_.value_serde, body); !filled) return exchange.fail(filled.error());
  // The suspended exchange keeps its own bytes alive; those made for the record are kept by a Send.
  const bool plain = !settings_.record_metadata && record.payload_owner.empty() && record.key_owner.empty();
  if (plain && producer.try_send(record, exchange)) return Flow::Suspend;
  auto send = make_send(exchange);
  send->records.push_back(std::move(record));
  producer.send(std::move(send), settings_.maximum_block);
  return Flow::Suspend;
}

std::unique_ptr<Send> SendStep::make_send(Exchange& exchange) const {
  auto send = std::make_unique<Send>();
  send->exchange = &exchange;
  send->record_metadata = settings_.record_metadata;
  return send;
}

/// All of a record but its body. What is meant for one send only is taken out of `headers`.
Result<> SendStep::fill(Outgoing& out, Headers& headers, Exchange& exchange, std::string_view number) const {
  Wishes wishes = read_headers(headers, settings_.events);
  out.topic = wishes.topic.is_null() ? topic_ : interned(to_text(wishes.topic));
  if (!wishes.timestamp.is_null()) out.timestamp = to_long(wishes.timestamp).value_or(0);
  out.headers = std::move(wishes.headers);
  if (settings_.partition) {
    out.partition = *settings_.partition;
  } else if (wishes.partition != nullptr) {
    out.partition = to_int(*wishes.partition).value_or(RD_KAFKA_PARTITION_UA);
  }
  if (settings_.key) {
    out.key = *settings_.key;
  } else if (wishes.key != nullptr && !wishes.key->is_null()) {
    if (auto filled = put(out.key, out.key_owner, settings_.key_serde, *wishes.key); !filled) return filled;
  }
  if (settings_.events) add_event_to(out, headers, exchange, number);
  if (wishes.overrides) drop_overrides(headers);
  return {};
}

/// The event's attributes; where it has a partitionkey and the record no key, that is the key.
void SendStep::add_event_to(Outgoing& out, const Headers& headers, Exchange& exchange, std::string_view number) const {
  add_event(out.headers, headers, exchange, number);
  if (out.key.data() != nullptr) return;
  const void* key = nullptr;
  std::size_t size = 0;
  if (rd_kafka_header_get_last(out.headers.get(), "ce_partitionkey", &key, &size) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  out.key_owner = Slice(std::string_view(static_cast<const char*>(key), size));
  out.key = out.key_owner;
}

/// One record per item. As in Camel they share topic and headers, and have neither key nor partition of their own; an exchange or a message has those of its
/// headers, which become the record's where batchWithIndividualHeaders says so.
Result<> SendStep::fill_item(Outgoing& out, const Outgoing& first, const Value& item, Exchange& exchange, std::string_view number) const {
  const auto* inner = item.object_as<ExchangeValue>();
  if (inner == nullptr) {
    out.topic = first.topic;
  } else {
    Headers headers = inner->message().headers;
    if (auto filled = fill(out, headers, exchange, number); !filled) return filled;
    if (out.topic == topic_) out.topic = first.topic;
    if (out.key_owner.empty() && out.key.data() != nullptr && !settings_.key) out.key = (out.key_owner = Slice(out.key)).view();
    if (!settings_.individual_headers && !settings_.events) out.headers.reset();
  }
  if (settings_.events && inner == nullptr) {
    out.headers = read_headers(exchange.message.headers, true).headers;
    add_event_to(out, exchange.message.headers, exchange, number);  // each is an event of its own
  } else if (first.headers && !settings_.events && (inner == nullptr || !settings_.individual_headers)) {
    out.headers.reset(rd_kafka_headers_copy(first.headers.get()));
  }
  const Value& body = inner != nullptr ? inner->message().body : item;
  if (auto filled = put(out.payload, out.payload_owner, settings_.value_serde, body); !filled) return filled;
  if (out.payload_owner.empty() && body.is_bytes_like()) out.payload_owner = body.slice();  // others may share the list, and change it
  return {};
}

Flow SendStep::send_list(Exchange& exchange, Producer& producer, Outgoing first) const {
  auto send = make_send(exchange);
  std::size_t number = 0;
  for (const Value& item : exchange.message.body.list()) {
    Outgoing out;
    if (auto filled = fill_item(out, first, item, exchange, std::to_string(++number)); !filled) return exchange.fail(filled.error());
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
