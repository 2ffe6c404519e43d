// Functions that make a value of another kind: conversions, hashes, ids, JSON.
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "dsl/json.h"
#include "engine/convert.h"
#include "engine/languages/simple/functions.h"
#include "engine/languages/simple/ids.h"
#include "engine/languages/simple/letters.h"
#include "engine/languages/simple/ognl.h"
#include "engine/languages/simple/utf16.h"

namespace kamel::simple {
namespace {

/// Java's digest names are OpenSSL's with other punctuation: "SHA-256", "SHA1", "SHA3-256", "MD5".
const EVP_MD* digest_named(std::string_view name) {
  std::string text(name);
  std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c); });
  if (text == "SHA") text = "SHA1";
  if (text.starts_with("SHA-512/")) text = "SHA512-" + text.substr(8);
  return EVP_get_digestbyname(text.c_str());
}

std::string hex(const unsigned char* bytes, std::size_t size) {
  std::string out;
  out.reserve(size * 2);
  for (std::size_t i = 0; i < size; ++i) {
    out += "0123456789abcdef"[bytes[i] >> 4];
    out += "0123456789abcdef"[bytes[i] & 15];
  }
  return out;
}

Result<Value> digest(std::string_view data, std::string_view algorithm) {
  const EVP_MD* type = digest_named(algorithm);
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  if (type == nullptr || EVP_Digest(data.data(), data.size(), out.data(), &size, type, nullptr) != 1) {
    return execution_error(Error("java.security.NoSuchAlgorithmException", std::string(algorithm) + " MessageDigest not available"));
  }
  return Value(hex(out.data(), size));
}

ExpressionPtr hash(const Call& call) {
  const std::string_view all = call.arguments.text;
  const std::size_t comma = find_outside(all, ",");
  const std::string_view what = trim(all.substr(0, comma));
  if (what.empty()) call.wrong();
  std::string algorithm(comma == std::string_view::npos ? "SHA-256" : trim(all.substr(comma + 1)));
  return compute([subject = call.compiler.expression(call.arguments.sub(what)),
                  algorithm = std::move(algorithm)](Exchange& exchange) -> Result<Value> {
    const auto value = subject->evaluate(exchange);
    if (!value) return value;
    const auto bytes = convert_or_null(*value, "byte[]", exchange);
    if (!bytes || bytes->is_null() || bytes->slice().empty()) return bytes ? Result<Value>(Value()) : bytes;
    return digest(bytes->slice(), algorithm);
  });
}

ExpressionPtr uuid(const Call& call) {
  const IdGenerator make = id_generator(call.arguments.text);
  if (make == nullptr) {
    Compiler::fail(
        call.whole,
        "No bean could be found in the registry for: " + std::string(call.arguments.text) + " of type: org.apache.camel.spi.UuidGenerator",
        "write default, classic, short, simple or random");
  }
  return compute([make](Exchange& exchange) -> Result<Value> { return Value(make(exchange)); });
}

ExpressionPtr empty(const Call& call) {
  if (trim(call.arguments.text).empty()) call.wrong();
  const Slice type(call.arguments.text);
  return compute([type, name = to_lower(type), has_sets = call.compiler.level() != Level::Camel414](Exchange&) -> Result<Value> {
    if (name == "map") return Value(Map());
    if (name == "list") return Value(List());
    if (has_sets && name == "set") return Value(List());
    if (name == "string") return Value("");
    return Error("java.lang.IllegalArgumentException", "function empty(" + type.str() + ") has unknown type");
  });
}

ExpressionPtr convert_to(const Call& call) {
  const auto arguments = call.split(1, 2);
  auto subject = arguments.size() == 2 ? call.value(arguments[0]) : std::make_unique<Body>();
  std::string type(arguments.back().piece.text);
  std::shared_ptr<const Ognl> path;
  if (!call.rest.empty()) path = std::make_shared<const Ognl>(call.compiler, call.rest);
  return compute([subject = std::move(subject), type = std::move(type), path](Exchange& exchange) -> Result<Value> {
    const auto value = subject->evaluate(exchange);
    if (!value) return value;
    auto converted = convert_or_null(*value, type, exchange);
    if (!converted || converted->is_null() || !path) return converted;
    return path->walk(std::move(*converted), exchange);
  });
}

std::string_view kind_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::Null:
      return "null";
    case Value::Kind::Bool:
      return "boolean";
    case Value::Kind::Int:
    case Value::Kind::Long:
    case Value::Kind::Double:
      return "number";
    case Value::Kind::Text:
      return "string";
    case Value::Kind::List:
    case Value::Kind::Bytes:
      return "array";
    default:
      return "object";
  }
}

/// A function of the value as it is.
template <class F>
ExpressionPtr on_value(const Call& call, F change) {
  return compute([subject = call.value_or_body(), change](Exchange& exchange) -> Result<Value> {
    const auto value = subject->evaluate(exchange);
    if (!value) return value;
    return change(*value);
  });
}

bool is_empty(const Value& value) {
  if (value.is_list() || value.is_map() || value.is_text()) {
    const List items = iterate(value);
    return std::ranges::all_of(items, [](const Value& item) { return item.is_null(); });
  }
  return value.is_null();
}

Value length(const Value& value) {
  if (value.kind() == Value::Kind::Bytes || value.kind() == Value::Kind::Stream)
    return Value(static_cast<std::int32_t>(value.slice().size()));
  return Value(static_cast<std::int32_t>(length16(to_text(value))));
}

Value encode_base64(const Value& value) {
  if (value.is_null()) return {};
  const Slice bytes = to_text(value);
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  return Value(std::string_view(out).substr(0, static_cast<std::size_t>(size)));
}

Result<Value> decode_base64(const Value& value) {
  if (value.is_null()) return Value();
  std::string text;
  for (const char c : to_text(value).view()) {
    if (c != '\r' && c != '\n') text += c;
  }
  std::string out(text.size() / 4 * 3 + 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  if (size < 0) return Error("java.lang.IllegalArgumentException", "this is not base64");
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  return Value::bytes(Slice(std::string_view(out).substr(0, static_cast<std::size_t>(size) - padding)));
}

ExpressionPtr pretty(const Call& call) {
  const std::string_view inner = unquote(call.arguments.text);
  return compute([subject = call.compiler.expression(call.arguments.sub(inner))](Exchange& exchange) -> Result<Value> {
    auto value = subject->evaluate(exchange);
    return value ? Result<Value>(pretty_value(*value)) : value;
  });
}

Value as_json(const Value& value, json::Style style) {
  if (value.is_text()) {
    if (auto tree = json::parse(value.slice())) return Value(json::write(*tree, style));
  }
  return Value(json::write(value, style));
}

constexpr std::array kFunctions = {
    FunctionEntry{"hash", "${hash(value)} or ${hash(value,algorithm)}", hash},
    FunctionEntry{"uuid", "${uuid(type)}", uuid},
    FunctionEntry{"empty", "${empty(<type>)}", empty},
    FunctionEntry{"newEmpty", "${newEmpty(<type>)}", empty, true},
    FunctionEntry{"pretty", "${pretty(exp)}", pretty},
    FunctionEntry{"convertTo", "${convertTo(type)} or ${convertTo(exp,type)}", convert_to, true},
    FunctionEntry{"kindOfType", "${kindOfType(exp)}",
                  [](const Call& c) { return on_value(c, [](const Value& v) { return Value(kind_of(v)); }); }, true},
    FunctionEntry{"isEmpty", "${isEmpty(exp)}",
                  [](const Call& c) { return on_value(c, [](const Value& v) { return Value(is_empty(v)); }); }, true},
    FunctionEntry{"length", "${length(exp)}", [](const Call& c) { return on_value(c, length); }, true},
    FunctionEntry{"val", "${val(exp)}", [](const Call& c) { return on_value(c, [](const Value& v) { return v; }); }, true},
    FunctionEntry{"base64Encode", "${base64Encode(exp)}", [](const Call& c) { return on_value(c, encode_base64); }, true},
    FunctionEntry{"base64Decode", "${base64Decode(exp)}", [](const Call& c) { return on_value(c, decode_base64); }, true},
    FunctionEntry{"toJson", "${toJson(exp)}",
                  [](const Call& c) { return on_value(c, [](const Value& v) { return as_json(v, json::Style::Compact); }); }, true},
    FunctionEntry{"toPrettyJson", "${toPrettyJson(exp)}",
                  [](const Call& c) { return on_value(c, [](const Value& v) { return as_json(v, json::Style::Pretty); }); }, true},
};

}  // namespace

std::span<const FunctionEntry> value_functions() { return kFunctions; }

}  // namespace kamel::simple
