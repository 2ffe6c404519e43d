#include "kamel-cli/eval/json_values.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "connectors/mock.h"
#include "engine/exchange.h"
#include "engine/iterator.h"

namespace kamel::cli {
namespace {

Slice decode_base64(std::string_view text) {
  std::string out(text.size() / 4 * 3 + 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  if (size < 0) return {};
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  return Slice(std::string_view(out).substr(0, static_cast<std::size_t>(size) - padding));
}

std::string encode_base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

/// {name: value}.
Value tagged(std::string_view name, Value value) {
  Map map;
  map.set(Slice::literal(name), std::move(value));
  return map;
}

Value input_map(const Map& map) {
  if (map.size() == 1) {
    const Map::Entry& entry = map.entries().front();
    if (entry.key == "$bytes" && entry.value.is_text()) return Value::bytes(decode_base64(entry.value.slice()));
    if (entry.key == "$stream" && entry.value.is_text()) return Value::stream(entry.value.slice());
    if (entry.key == "$long" && entry.value.is_whole()) return Value(entry.value.as_whole());
  }
  Map out;
  for (const auto& [key, value] : map) out.set(key, input_value(value));
  return out;
}

/// The first words of an object's class tell how it is written. Iterators are read to their end.
Value output_object(Object& object) {
  if (auto* iterator = dynamic_cast<Iterator*>(&object)) {
    auto items = drain(*iterator);
    return items ? tagged("$iterator", output_value(Value(std::move(*items)))) : tagged("$exception", output_error(items.error()));
  }
  const std::string_view type = object.java_class();
  const auto converted = object.converted();
  if (type.ends_with("NodeList")) {
    if (const auto items = object.items()) return output_value(Value(*items));
  }
  if (type.starts_with("com.fasterxml.jackson.databind"))
    return tagged("$jsonnode", converted ? output_value(*converted) : Value(object.text()));
  if (type.starts_with("java.math.")) return tagged("$num", std::string(type.substr(10)) + ":" + object.text());
  if (type == "com.sun.org.apache.xml.internal.dtm.ref.DTMNodeList") return output_value(Value(object.items().value_or(List())));
  if (type.starts_with("org.w3c.dom") || type.starts_with("com.sun.org.apache.xerces") || type.starts_with("com.sun.org.apache.xml")) {
    return tagged("$xml", object.text());
  }
  if (type.find("Iterator") != std::string_view::npos && converted && converted->is_list())
    return tagged("$iterator", output_value(*converted));
  if (type.find("GenericFile") != std::string_view::npos || type == "java.io.File") {
    return tagged("$file", object.property("file").value_or(Value(object.text())));  // its text is the content
  }
  for (const auto& [exchange, tag] : {std::pair("org.apache.camel.support.DefaultExchange", "$exchange.body"),
                                      std::pair("org.apache.camel.support.DefaultMessage", "$message.body")}) {
    if (type == exchange) return tagged(tag, output_value(object.property("body").value_or(Value())));
  }
  if (converted && (converted->is_list() || converted->is_map())) return output_value(*converted);
  Map map;
  map.set("$java", type);
  map.set("text", object.text());
  return map;
}

Value output_list(const List& list) {
  List out;
  for (const Value& item : list) out.push_back(output_value(item));
  return out;
}

template <class Named>
Value output_named(const Named& values) {
  Map out;
  for (const auto& [name, value] : values) out.set(name, output_value(value));
  return out;
}

/// What is never shown: time stamps and objects that have no meaning outside the process.
bool hidden(std::string_view name) {
  static constexpr std::array kHidden = {"CamelCreatedTimestamp",     "CamelReceivedTimestamp", "CamelMessageTimestamp",
                                         "CamelMessageHistory",       "CamelUnitOfWork",        "CamelParentUnitOfWork",
                                         "CamelStreamCacheUnitOfWork"};
  return std::ranges::find(kHidden, name) != kHidden.end();
}

Value output_properties(const ExchangeProperties& properties) {
  Map out;
  for (const auto& [name, value] : properties) {
    if (!hidden(name)) out.set(name, output_value(value));
  }
  return out;
}

// Of an exchange, or of one that arrived at a mock: their members have the same names.
template <class Any>
Value output_any(const Any& exchange) {
  Map out;
  const Value& body = exchange.message.body;
  out.set("bodyType", body.is_null() ? Value() : Value(body.java_class()));
  out.set("body", output_value(body));
  Map headers;
  for (const auto& [name, value] : exchange.message.headers) {
    if (!hidden(name)) headers.set(name, output_value(value));
  }
  out.set("headers", std::move(headers));
  out.set("properties", output_properties(exchange.properties));
  if (!exchange.variables.empty()) out.set("variables", output_named(exchange.variables));
  if (exchange.exception) out.set("exception", output_error(exchange.exception));
  if (exchange.rollback_only) out.set("rollbackOnly", true);
  if (exchange.rollback_only_last) out.set("rollbackOnlyLast", true);
  if (exchange.route_stop) out.set("routeStop", true);
  return out;
}

}  // namespace

Value input_value(const Value& json) {
  if (json.is_map()) return input_map(json.map());
  if (!json.is_list()) return json;
  List out;
  for (const Value& item : json.list()) out.push_back(input_value(item));
  return out;
}

Value output_error(const Error& error) {
  Map out;
  out.set("class", error.type());
  out.set("message", error.message());
  if (error.cause()) out.set("cause", output_error(error.cause()));
  return out;
}

Value output_value(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::Long:
      return tagged("$long", value);
    case Value::Kind::Bytes:
      return tagged("$bytes", encode_base64(value.slice()));
    case Value::Kind::Stream:
      return tagged("$stream", value.slice());
    case Value::Kind::List:
      return output_list(value.list());
    case Value::Kind::Map:
      return output_named(value.map());
    case Value::Kind::Error:
      return tagged("$exception", output_error(value.error()));
    case Value::Kind::Object:
      return output_object(value.object());
    default:
      return value;
  }
}

Value output_exchange(const Exchange& exchange) { return output_any(exchange); }
Value output_exchange(const connectors::MockArrival& arrival) { return output_any(arrival); }

}  // namespace kamel::cli
