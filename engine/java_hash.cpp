#include "engine/java_hash.h"

#include <bit>

#include "engine/convert.h"

namespace kamel {
namespace {

std::uint32_t fold(std::uint64_t bits) { return static_cast<std::uint32_t>(bits ^ (bits >> 32)); }

// One UTF-8 sequence at `at`, which moves behind it. Broken ones count byte by byte.
std::uint32_t code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t first = byte(at);
  const std::size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (length == 1 || at + length > text.size()) return byte(at++);
  std::uint32_t point = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) point = point << 6 | (byte(at + i) & 0x3Fu);
  at += length;
  return point;
}

std::uint32_t text_hash(std::string_view text) {
  std::uint32_t hash = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::uint32_t point = code_point(text, at);
    if (point < 0x10000) {
      hash = hash * 31 + point;
    } else {
      hash = (hash * 31 + (0xD800 + ((point - 0x10000) >> 10))) * 31 + (0xDC00 + ((point - 0x10000) & 0x3FF));
    }
  }
  return hash;
}

std::uint32_t hash_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::Null:
      return 0;
    case Value::Kind::Bool:
      return value.as_bool() ? 1231 : 1237;
    case Value::Kind::Int:
      return static_cast<std::uint32_t>(value.as_whole());
    case Value::Kind::Long:
      return fold(static_cast<std::uint64_t>(value.as_whole()));
    case Value::Kind::Double:
      return fold(std::bit_cast<std::uint64_t>(value.as_double()));
    case Value::Kind::List: {
      std::uint32_t hash = 1;
      for (const Value& item : value.list()) hash = hash * 31 + hash_of(item);
      return hash;
    }
    case Value::Kind::Map: {
      std::uint32_t hash = 0;
      for (const Map::Entry& entry : value.map()) hash += text_hash(entry.key) ^ hash_of(entry.value);
      return hash;
    }
    default:
      return text_hash(to_text(value));
  }
}

}  // namespace

std::int32_t java_hash(const Value& value) { return static_cast<std::int32_t>(hash_of(value)); }

}  // namespace kamel
