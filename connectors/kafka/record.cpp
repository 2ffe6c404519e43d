#include "connectors/kafka/record.h"

#include <string>

#include "connectors/kafka/cloud_events.h"

namespace kamel::kafka {
namespace {

constexpr std::size_t kSmall = 1024;

void destroy_message(void* message) noexcept { rd_kafka_message_destroy(static_cast<rd_kafka_message_t*>(message)); }
void destroy_event(void* event) noexcept { rd_kafka_event_destroy(static_cast<rd_kafka_event_t*>(event)); }

std::string_view payload(const rd_kafka_message_t& message) noexcept {
  return message.payload != nullptr ? std::string_view(static_cast<const char*>(message.payload), message.len) : std::string_view();
}

/// False only where there are none for certain. Asking librdkafka costs two allocations even then. In 2.0.2 payloads lie in the fetched
/// batch (empty ones do not), where in Kafka's record format 2 the number of headers follows the value. A byte of an older format is no harm:
/// there are no headers.
bool may_have_headers(const rd_kafka_message_t& message) noexcept {
  static const bool known = rd_kafka_version() == 0x020002ff;
  return !known || message.len == 0 || static_cast<const char*>(message.payload)[message.len] != 0;
}

/// All but the bytes.
Record describe(const rd_kafka_message_t& message) noexcept {
  Record record;
  record.offset = message.offset;
  record.timestamp = rd_kafka_message_timestamp(&message, nullptr);
  record.has_payload = message.payload != nullptr;
  record.key = static_cast<const char*>(message.key);
  record.key_size = message.key_len;
  if (may_have_headers(message) && rd_kafka_message_headers(&message, &record.headers) != RD_KAFKA_RESP_ERR_NO_ERROR) record.headers = nullptr;
  return record;
}

void copy_bytes(Record& record, const rd_kafka_message_t& message) {
  SliceBuilder both(message.len + record.key_size);
  both.append(payload(message));
  if (record.key != nullptr) both.append({record.key, record.key_size});
  Slice whole = both.finish();
  if (record.key != nullptr) record.key = whole.data() + message.len;
  const std::string_view value = whole.view().substr(0, message.len);
  record.bytes = std::move(whole).sub(value);
}

/// Calls `each(name, value)`; a null value is a view without data.
template <class Each>
void for_each_header(const rd_kafka_headers_t& headers, Each each) {
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0; rd_kafka_header_get_all(&headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
    each(std::string_view(name), value != nullptr ? std::string_view(static_cast<const char*>(value), size) : std::string_view(nullptr, 0));
  }
}

/// kafka.HEADERS: the record's headers, as Java's RecordHeaders shows them.
class HeadersObject final : public Object {
 public:
  HeadersObject(const rd_kafka_headers_t* headers, Slice keep) : headers_(headers), keep_(std::move(keep)) {}
  std::string_view java_class() const noexcept override { return "org.apache.kafka.common.header.internals.RecordHeaders"; }
  std::string text() const override;

 private:
  const rd_kafka_headers_t* headers_;  // lives as long as the message that `keep_` holds
  Slice keep_;
};

std::string HeadersObject::text() const {
  std::string out = "RecordHeaders(headers = [";
  bool first = true;
  const auto append = [&](std::string_view name, std::string_view value) {
    out.append(first ? "" : ", ").append("RecordHeader(key = ").append(name).append(", value = ");
    first = false;
    if (value.data() == nullptr) return static_cast<void>(out.append("null)"));
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) out.append(i == 0 ? "" : ", ").append(std::to_string(static_cast<signed char>(value[i])));
    out += "])";
  };
  if (headers_ != nullptr) for_each_header(*headers_, append);
  return out + "], isReadOnly = false)";
}

/// Most records have no headers: one object per worker serves them all.
Value no_headers() {
  thread_local const Value none{std::unique_ptr<Object>(std::make_unique<HeadersObject>(nullptr, Slice()))};
  return none;
}

void fill_record_headers(Headers& out, const Record& record, bool events) {
  if (record.headers == nullptr) return out.add(Slice::literal(kHeaders), no_headers());
  out.add(Slice::literal(kHeaders), Value(std::unique_ptr<Object>(std::make_unique<HeadersObject>(record.headers, record.bytes))));
  for_each_header(*record.headers, [&](std::string_view name, std::string_view value) {
    if (is_internal_header(name) || (events && value.data() != nullptr && take_event_header(out, name, value))) return;
    out.set(record.bytes.sub(name), value.data() != nullptr ? Value::bytes(record.bytes.sub(value)) : Value());
  });
}

}  // namespace

Record Record::take(rd_kafka_message_t* message) {
  Record record = describe(*message);
  if (record.headers == nullptr && message->len + record.key_size <= kSmall) {
    copy_bytes(record, *message);
    rd_kafka_message_destroy(message);
  } else {
    record.bytes = Slice::adopt(payload(*message), message, destroy_message);
  }
  return record;
}

Record Record::take(rd_kafka_event_t* event, const rd_kafka_message_t* message) {
  Record record = describe(*message);
  record.bytes = Slice::adopt(payload(*message), event, destroy_event);
  return record;
}

Result<> fill(Message& message, Record record, const RecordSource& source) {
  Headers& headers = message.headers;
  headers.add(Slice::literal(kPartition), Value(source.partition));
  headers.add(Slice::literal(kTopic), Value(Slice::literal(source.topic)));
  headers.add(Slice::literal(kOffset), Value(record.offset));
  headers.add(Slice::literal(kTimestamp), Value(record.timestamp));
  headers.add(Slice::literal(kMessageTimestamp), Value(record.timestamp));
  Error failure;
  if (record.key != nullptr) {
    auto key = deserialize(source.key, record.bytes.sub({record.key, record.key_size}));
    if (key) {
      headers.add(Slice::literal(kKey), std::move(*key));
    } else {
      failure = key.error();
    }
  }
  fill_record_headers(headers, record, source.events);
  if (record.has_payload) {
    auto body = deserialize(source.value, std::move(record.bytes));
    if (body) {
      message.body = std::move(*body);
    } else {
      failure = body.error();
    }
  }
  if (failure) return failure;
  return {};
}

}  // namespace kamel::kafka
