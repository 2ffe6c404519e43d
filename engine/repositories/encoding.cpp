#include "engine/repositories/encoding.h"

#include <bit>

#include "engine/exchange_value.h"

namespace kamel {
namespace {

constexpr char kVersion = 1;
constexpr char kMessage = 'm', kExchange = 'x';  // kinds of values beside Value::Kind
constexpr int kDeepest = 200;

class Writer {
 public:
  std::string bytes;

  void whole(std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) bytes.push_back(static_cast<char>(number | 0x80));
    bytes.push_back(static_cast<char>(number));
  }
  void text(std::string_view text) {
    whole(text.size());
    bytes.append(text);
  }
  void kind(Value::Kind kind) { bytes.push_back(static_cast<char>(kind)); }

  void error(const Error& error) {
    text(error.type());
    if (!error) return;
    text(error.message());
    this->error(error.cause());
  }

  void value(const Value& value) {
    if (value.is_object()) return object(value);
    kind(value.kind());
    switch (value.kind()) {
      case Value::Kind::Null: return;
      case Value::Kind::Bool:
      case Value::Kind::Int:
      case Value::Kind::Long: return number(value.is_bool() ? static_cast<std::int64_t>(value.as_bool()) : value.as_whole());
      case Value::Kind::Double: return number(std::bit_cast<std::int64_t>(value.as_double()));
      case Value::Kind::Text:
      case Value::Kind::Bytes:
      case Value::Kind::Stream: return text(value.slice());
      case Value::Kind::List: return list(value.list());
      case Value::Kind::Map: return map(value.map());
      case Value::Kind::Error: return error(value.error());
      case Value::Kind::Object: return;
    }
  }

  template <class Names>
  void names(const Names& values) {
    std::size_t kept = 0;
    for (const auto& entry : values) kept += is_kept(entry.value) ? 1 : 0;
    whole(kept);
    for (const auto& entry : values) {
      if (!is_kept(entry.value)) continue;
      text(entry.name);
      value(entry.value);
    }
  }
  void message(const Message& message) {
    value(message.body);
    names(message.headers);
  }

 private:
  void number(std::int64_t number) { whole((static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63)); }
  void list(const List& list) {
    whole(list.size());
    for (const Value& item : list) value(item);
  }
  void map(const Map& map) {
    whole(map.size());
    for (const auto& [key, item] : map) {
      text(key);
      value(item);
    }
  }
  // Camel's own objects among properties: of no use to anybody else.
  static bool is_kept(const Value& value) {
    return !value.is_object() || value.object_as<ExchangeValue>() != nullptr || value.object().converted() || !value.object().java_class().starts_with("org.apache.camel.");
  }
  void object(const Value& value) {
    if (const auto* inner = value.object_as<ExchangeValue>()) {
      bytes.push_back(inner->whole() ? kExchange : kMessage);
      message(inner->message());
      return names(inner->properties());
    }
    if (const auto converted = value.object().converted(); converted && !converted->is_object()) return this->value(*converted);
    kind(Value::Kind::Text);
    text(value.object().text());
  }
};

/// Reads what a Writer wrote. What is not there reads as nothing and spoils the whole.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  bool spoiled() const noexcept { return spoiled_; }
  bool ended() const noexcept { return rest_.empty(); }

  char byte() {
    if (rest_.empty()) return spoil();
    const char first = rest_.front();
    rest_.remove_prefix(1);
    return first;
  }
  std::uint64_t whole() {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto part = static_cast<unsigned char>(byte());
      number |= static_cast<std::uint64_t>(part & 0x7F) << shift;
      if (part < 0x80) return number;
    }
    spoil();
    return 0;
  }
  std::string_view text() {
    const std::uint64_t size = whole();
    if (size > rest_.size()) return spoil(), "";
    const std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return text;
  }

  Error error(int depth = 0) {
    const std::string type(text());
    if (type.empty() || depth > kDeepest) return {};
    std::string message(text());
    return Error(type, std::move(message), error(depth + 1));
  }

  Value value(int depth = 0) {
    const char kind = byte();
    if (spoiled_ || depth > kDeepest) return spoil(), Value();
    if (kind == kMessage || kind == kExchange) return exchange(kind == kExchange, depth);
    switch (static_cast<Value::Kind>(kind)) {
      case Value::Kind::Null: return {};
      case Value::Kind::Bool: return number() != 0;
      case Value::Kind::Int: return static_cast<std::int32_t>(number());
      case Value::Kind::Long: return number();
      case Value::Kind::Double: return std::bit_cast<double>(number());
      case Value::Kind::Text: return Slice(text());
      case Value::Kind::Bytes: return Value::bytes(Slice(text()));
      case Value::Kind::Stream: return Value::stream(Slice(text()));
      case Value::Kind::List: return list(depth);
      case Value::Kind::Map: return map(depth);
      case Value::Kind::Error: return Value::exception(error());
      case Value::Kind::Object: break;
    }
    return spoil(), Value();
  }

  template <class Names>
  void names(Names& values, int depth = 0) {
    for (std::uint64_t left = whole(); left > 0 && !spoiled_; --left) {
      const std::string_view name = text();
      values.add(Slice(name), value(depth + 1));
    }
  }
  Message message(int depth = 0) {
    Message message;
    message.body = value(depth + 1);
    names(message.headers, depth);
    return message;
  }

 private:
  char spoil() {
    spoiled_ = true;
    rest_ = {};
    return 0;
  }
  std::int64_t number() {
    const std::uint64_t folded = whole();
    return static_cast<std::int64_t>(folded >> 1) ^ -static_cast<std::int64_t>(folded & 1);
  }
  Value list(int depth) {
    List list;
    for (std::uint64_t left = whole(); left > 0 && !spoiled_; --left) list.push_back(value(depth + 1));
    return list;
  }
  Value map(int depth) {
    Map map;
    for (std::uint64_t left = whole(); left > 0 && !spoiled_; --left) {
      const std::string_view key = text();
      map.set(Slice(key), value(depth + 1));
    }
    return map;
  }
  Value exchange(bool is_whole, int depth) {
    Message inner = message(depth + 1);
    ExchangeProperties properties;
    names(properties, depth);
    return Value(std::unique_ptr<Object>(std::make_unique<ExchangeValue>(std::move(inner), std::move(properties), is_whole)));
  }

  std::string_view rest_;
  bool spoiled_ = false;
};

}  // namespace

std::string encode(const Outcome& outcome) { return encode("", outcome); }

std::string encode(std::string_view label, const Outcome& outcome) {
  Writer writer;
  writer.bytes.reserve(256);
  writer.bytes.push_back(kVersion);
  writer.text(label);
  writer.message(outcome.message);
  writer.names(outcome.properties);
  writer.names(outcome.variables);
  writer.error(outcome.exception);
  writer.text(outcome.exchange_id);
  return std::move(writer.bytes);
}

Result<Decoded> decode(std::string_view bytes) {
  Reader reader(bytes);
  Decoded decoded;
  const bool known = reader.byte() == kVersion;
  if (known) {
    decoded.label = reader.text();
    decoded.outcome.message = reader.message();
    reader.names(decoded.outcome.properties);
    reader.names(decoded.outcome.variables);
    decoded.outcome.exception = reader.error();
    decoded.outcome.exchange_id = Slice(reader.text());
  }
  if (!known || reader.spoiled() || !reader.ended()) return Error("java.io.InvalidObjectException", "what is kept there is no message of kamel's");
  return decoded;
}

}  // namespace kamel
