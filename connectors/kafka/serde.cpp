#include "connectors/kafka/serde.h"

#include <array>
#include <bit>
#include <cstring>

#include "engine/convert.h"
#include "engine/named_values.h"

namespace kamel::kafka {
namespace {

template <class T>
Slice big_endian(T number) {
  std::array<char, sizeof(T)> bytes{};
  for (std::size_t i = sizeof(T); i-- != 0; number = static_cast<T>(number >> 8)) bytes[i] = static_cast<char>(number & 0xff);
  return Slice::copy({bytes.data(), bytes.size()});
}

std::uint64_t from_big_endian(std::string_view bytes) noexcept {
  std::uint64_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

Error wrong_size(std::string_view serde, std::size_t expected) {
  return Error("org.apache.kafka.common.errors.SerializationException",
               "Size of data received by " + std::string(serde) + " is not " + std::to_string(expected));
}

Error cannot_serialize(const Value& value, std::string_view serde) {
  return Error("org.apache.kafka.common.errors.SerializationException",
               "Can't convert value of class " + std::string(value.java_class()) + " to class org.apache.kafka.common.serialization." + std::string(serde));
}

}  // namespace

std::optional<Serde> parse_serde(std::string_view java_class) {
  std::string_view name = java_class.substr(java_class.find_last_of(".$") + 1);
  for (const std::string_view suffix : {"Deserializer", "Serializer"}) {
    if (name.ends_with(suffix)) {
      name.remove_suffix(suffix.size());
      break;
    }
  }
  if (name == "String") return Serde::Text;
  if (name == "ByteArray" || name == "ByteBuffer" || name == "Bytes") return Serde::Bytes;
  if (name == "Integer") return Serde::Int;
  if (name == "Long") return Serde::Long;
  if (name == "Double") return Serde::Double;
  return std::nullopt;
}

Result<Value> deserialize(Serde serde, Slice bytes) {
  switch (serde) {
    case Serde::Text: return Value(std::move(bytes));
    case Serde::Bytes: return Value::bytes(std::move(bytes));
    case Serde::Int:
      if (bytes.size() != 4) return wrong_size("IntegerDeserializer", 4);
      return Value(static_cast<std::int32_t>(from_big_endian(bytes)));
    case Serde::Long:
      if (bytes.size() != 8) return wrong_size("LongDeserializer", 8);
      return Value(static_cast<std::int64_t>(from_big_endian(bytes)));
    case Serde::Double:
      if (bytes.size() != 8) return wrong_size("Deserializer", 8);
      return Value(std::bit_cast<double>(from_big_endian(bytes)));
  }
  return Value();
}

Result<Slice> serialize(Serde serde, const Value& value) {
  switch (serde) {
    case Serde::Text:
    case Serde::Bytes: return value.is_bytes_like() ? value.slice() : to_text(value);
    case Serde::Int:
      if (const auto number = to_int(value)) return big_endian(static_cast<std::uint32_t>(*number));
      return cannot_serialize(value, "IntegerSerializer");
    case Serde::Long:
      if (const auto number = to_long(value)) return big_endian(static_cast<std::uint64_t>(*number));
      return cannot_serialize(value, "LongSerializer");
    case Serde::Double:
      if (const auto number = to_double(value)) return big_endian(std::bit_cast<std::uint64_t>(*number));
      return cannot_serialize(value, "DoubleSerializer");
  }
  return Slice();
}

std::optional<Slice> serialize_header(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::Text:
    case Value::Kind::Bytes:
    case Value::Kind::Stream: return value.slice();
    case Value::Kind::Int: return big_endian(static_cast<std::uint32_t>(value.as_whole()));
    case Value::Kind::Long: return big_endian(static_cast<std::uint64_t>(value.as_whole()));
    case Value::Kind::Double: return big_endian(std::bit_cast<std::uint64_t>(value.as_double()));
    case Value::Kind::Bool: return Slice::literal(value.as_bool() ? "true" : "false");
    default: return std::nullopt;
  }
}

bool is_internal_header(std::string_view name) noexcept {
  const auto starts_with = [name](std::string_view prefix) {
    return name.starts_with(prefix) || (name.size() >= prefix.size() && same_ignoring_case(name.substr(0, prefix.size()), prefix));
  };
  // Nearly every name is let through by its first letter alone.
  switch (name.empty() ? '\0' : name.front()) {
    case 'c':
    case 'C': return starts_with("camel");
    case 'k':
    case 'K': return starts_with("kafka.");
    case 'o':
    case 'O': return starts_with("org.apache.camel.");
    default: return false;
  }
}

}  // namespace kamel::kafka
