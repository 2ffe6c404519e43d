// Bytes of keys, values and headers ↔ Values, as Kafka's serializers do it.
#pragma once

#include <optional>
#include <string_view>

#include "dsl/value.h"

namespace kamel::kafka {

/// The (de)serializers of org.apache.kafka.common.serialization that make sense here.
enum class Serde : std::uint8_t { Text, Bytes, Int, Long, Double };

/// "org.apache.kafka.common.serialization.LongDeserializer" or "LongSerializer"; nothing for a class that we do not have.
std::optional<Serde> parse_serde(std::string_view java_class);

/// Null stays null; bytes that do not fit fail with SerializationException. Text and bytes share `bytes`.
Result<Value> deserialize(Serde serde, Slice bytes);
/// What is sent for a value; text-like values are shared, not copied.
Result<Slice> serialize(Serde serde, const Value& value);

/// A record header's bytes: text as it is, numbers big-endian, booleans as text; nothing for a kind of value that Camel does not send.
std::optional<Slice> serialize_header(const Value& value);
/// Whether a name stays out of record headers, and out of the exchange when it comes in one: Camel*, org.apache.camel.*, kafka.*.
bool is_internal_header(std::string_view name) noexcept;

}  // namespace kamel::kafka
