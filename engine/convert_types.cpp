// Conversion to a type named in the text of a route.
#include <algorithm>
#include <array>
#include <charconv>

#include "engine/charset.h"
#include "engine/convert.h"
#include "engine/date.h"
#include "engine/iterator.h"
#include "engine/java_classes.h"
#include "engine/xml.h"

namespace kamel {
namespace {

enum class Type : std::uint8_t {
  Text,
  Bool,
  Int,
  Long,
  Double,
  Float,
  BigInteger,
  Document,
  Short,
  Byte,
  Char,
  Number,
  Bytes,
  Stream,
  Reader,
  Set,
  List,
  Map,
  Iterator,
  Date,
  Any,
  Opaque
};

struct KnownType {
  std::string_view name;
  Type type;
  std::string_view java_class;
  bool primitive = false;
};

// Simple names are those which Camel's class resolver knows without a package. Opaque: a real class to which nothing here converts.
constexpr std::array kTypes = {
    KnownType{"String", Type::Text, "java.lang.String"},
    KnownType{"Boolean", Type::Bool, "java.lang.Boolean"},
    KnownType{"boolean", Type::Bool, "boolean", true},
    KnownType{"Integer", Type::Int, "java.lang.Integer"},
    KnownType{"int", Type::Int, "int", true},
    KnownType{"Long", Type::Long, "java.lang.Long"},
    KnownType{"long", Type::Long, "long", true},
    KnownType{"Double", Type::Double, "java.lang.Double"},
    KnownType{"double", Type::Double, "double", true},
    KnownType{"Float", Type::Float, "java.lang.Float"},
    KnownType{"float", Type::Float, "float", true},
    KnownType{"Short", Type::Short, "java.lang.Short"},
    KnownType{"short", Type::Short, "short", true},
    KnownType{"Byte", Type::Byte, "java.lang.Byte"},
    KnownType{"byte", Type::Byte, "byte", true},
    KnownType{"Character", Type::Char, "java.lang.Character"},
    KnownType{"char", Type::Char, "char", true},
    KnownType{"byte[]", Type::Bytes, "byte[]"},
    KnownType{"[B", Type::Bytes, "byte[]"},
    KnownType{"String[]", Type::List, "java.lang.String[]"},
    KnownType{"Object[]", Type::List, "java.lang.Object[]"},
    KnownType{"java.lang.Object", Type::Any, "java.lang.Object"},
    KnownType{"java.lang.Number", Type::Number, "java.lang.Number"},
    KnownType{"java.lang.CharSequence", Type::Opaque, "java.lang.CharSequence"},
    KnownType{"java.io.InputStream", Type::Stream, "java.io.InputStream"},
    KnownType{"java.io.ByteArrayInputStream", Type::Opaque, "java.io.ByteArrayInputStream"},
    KnownType{"org.apache.camel.StreamCache", Type::Stream, "org.apache.camel.StreamCache"},
    KnownType{"java.io.Reader", Type::Reader, "java.io.Reader"},
    KnownType{"java.io.StringReader", Type::Reader, "java.io.StringReader"},
    KnownType{"java.util.List", Type::List, "java.util.List"},
    KnownType{"java.util.ArrayList", Type::List, "java.util.ArrayList"},
    KnownType{"java.util.Collection", Type::List, "java.util.Collection"},
    KnownType{"java.lang.Iterable", Type::Iterator, "java.lang.Iterable"},
    KnownType{"java.util.Iterator", Type::Iterator, "java.util.Iterator"},
    KnownType{"java.util.Set", Type::Set, "java.util.Set"},
    KnownType{"java.util.Map", Type::Map, "java.util.Map"},
    KnownType{"java.util.HashMap", Type::Map, "java.util.HashMap"},
    KnownType{"java.util.LinkedHashMap", Type::Map, "java.util.LinkedHashMap"},
    KnownType{"java.util.Date", Type::Date, "java.util.Date"},
    KnownType{"java.lang.Comparable", Type::Opaque, "java.lang.Comparable"},
    KnownType{"java.lang.Exception", Type::Opaque, "java.lang.Exception"},
    KnownType{"java.lang.Throwable", Type::Opaque, "java.lang.Throwable"},
    KnownType{"java.math.BigDecimal", Type::Opaque, "java.math.BigDecimal"},
    KnownType{"java.math.BigInteger", Type::BigInteger, "java.math.BigInteger"},
    KnownType{"java.io.Serializable", Type::Opaque, "java.io.Serializable"},
    KnownType{"java.io.File", Type::Opaque, "java.io.File"},
    KnownType{"java.nio.ByteBuffer", Type::Opaque, "java.nio.ByteBuffer"},
    KnownType{"java.time.Duration", Type::Opaque, "java.time.Duration"},
    KnownType{"org.w3c.dom.Document", Type::Document, "org.w3c.dom.Document"},
    KnownType{"java.util.UUID", Type::Opaque, "java.util.UUID"},
    KnownType{"java.util.Locale", Type::Opaque, "java.util.Locale"},
    KnownType{"java.util.TimeZone", Type::Opaque, "java.util.TimeZone"},
    KnownType{"java.time.LocalDate", Type::Opaque, "java.time.LocalDate"},
    KnownType{"java.time.LocalDateTime", Type::Opaque, "java.time.LocalDateTime"},
    KnownType{"java.time.Instant", Type::Opaque, "java.time.Instant"},
    KnownType{"java.net.URI", Type::Opaque, "java.net.URI"},
    KnownType{"java.net.URL", Type::Opaque, "java.net.URL"},
    KnownType{"java.lang.Class", Type::Opaque, "java.lang.Class"},
    KnownType{"org.w3c.dom.Node", Type::Opaque, "org.w3c.dom.Node"},
    KnownType{"org.apache.camel.Exchange", Type::Opaque, "org.apache.camel.Exchange"},
    KnownType{"org.apache.camel.Message", Type::Opaque, "org.apache.camel.Message"},
};

const KnownType* find_type(std::string_view name) noexcept {
  const auto same = [&](const KnownType& type) { return type.name == name || (!type.primitive && type.java_class == name); };
  const auto* found = std::ranges::find_if(kTypes, same);
  return found == kTypes.end() ? nullptr : found;
}

Error no_conversion(const Value& value, std::string_view java_class) {
  return Error("org.apache.camel.NoTypeConversionAvailableException",
               "No type converter available to convert from type: " + std::string(value.is_null() ? "null" : value.java_class()) +
                   " to the required type: " + std::string(java_class));
}

Error failed(const Value& value, std::string_view java_class, Error cause) {
  return Error("org.apache.camel.TypeConversionException",
               "Error during type conversion from type: " + std::string(value.java_class()) +
                   " to the required type: " + std::string(java_class) + " with value " + to_text(value).str() + " due to " + cause.text(),
               cause);
}

Error not_a_number(const Value& value, const KnownType& type) {
  const std::string text = to_text(value).str();
  const bool real = type.type == Type::Double || type.type == Type::Float;
  return failed(Value(text), type.java_class,
                Error("java.lang.NumberFormatException", real && text.empty() ? "empty String" : "For input string: \"" + text + "\""));
}

/// What an XPath gives by itself, which Camel reads as text, or as a yes when there are nodes.
bool is_node_list(const Value& value) { return value.is_object() && value.java_class().ends_with("NodeList"); }

/// Text and bytes that are no number are an error; whatever else is no number has no converter.
Error number_error(const Value& value, const KnownType& type) {
  if (value.is_text() || value.kind() == Value::Kind::Bytes || is_node_list(value)) return not_a_number(value, type);
  return no_conversion(value, type.java_class);
}

template <class T>
Result<Value> number(const Value& value, const KnownType& type, std::optional<T> converted) {
  if (!converted) return number_error(value, type);
  return Value(*converted);
}

/// The double that prints as the float does.
double as_float(double value) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, static_cast<float>(value)).ptr;
  double out = value;
  std::from_chars(text, end, out);
  return out;
}

/// A whole number as java.math.BigInteger.
class BigInteger final : public Object {
 public:
  explicit BigInteger(std::string text) : text_(std::move(text)) {}
  std::string_view java_class() const noexcept override { return "java.math.BigInteger"; }
  std::string text() const override { return text_; }
  std::optional<Value> converted() const override { return Value(text_); }

 private:
  std::string text_;
};

/// Numbers, and text of digits; from anything that is neither Camel makes null.
Result<Value> to_big_integer(const Value& value, const KnownType& type) {
  if (is_instance(value, type.java_class)) return value;
  if (value.is_number()) return Value(std::make_unique<BigInteger>(std::to_string(*to_long(value))));
  if (!value.is_text()) return Value();
  const std::string_view text = value.slice();
  const std::string_view digits = text.substr(text.starts_with('-') || text.starts_with('+') ? 1 : 0);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return not_a_number(value, type);
  return Value(std::make_unique<BigInteger>(std::string(text.starts_with('+') ? digits : text)));
}

Result<Value> to_document(const Value& value, const KnownType& type) {
  if (value.object_as<XmlDocument>() != nullptr) return value;
  if (!value.is_bytes_like()) return no_conversion(value, type.java_class);
  auto tree = xml::parse(value.slice(), value.is_text());
  if (!tree) return failed(value, type.java_class, tree.error());
  return Value(std::make_unique<XmlDocument>(std::move(*tree)));
}

Result<Value> to_number(const Value& value, const KnownType& type) {
  if (value.is_number()) return value;
  if (value.is_text() && (value.slice().view().starts_with(' ') || value.slice().view().ends_with(' '))) return not_a_number(value, type);
  if (const auto whole = to_int(value)) return Value(*whole);
  if (const auto whole = to_long(value)) return Value(*whole);
  return number(value, type, to_double(value));
}

Result<Value> to_character(const Value& value, const KnownType& type) {
  if (!value.is_text() && value.kind() != Value::Kind::Bytes) return no_conversion(value, type.java_class);
  const std::string_view text = value.slice();
  const auto is_lead = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  if (std::ranges::count_if(text, is_lead) == 1) return Value(value.slice());
  return failed(value, type.java_class,
                Error("java.lang.IllegalArgumentException", "String must have exactly a length of 1: " + value.slice().str()));
}

Result<Value> to_boolean(const Value& value, const KnownType& type) {
  if (const auto converted = to_bool(value)) return Value(*converted);
  if (is_node_list(value)) return Value(!iterate(value).empty());
  if (!type.primitive) return no_conversion(value, type.java_class);
  return failed(value, type.java_class,
                Error("java.lang.IllegalArgumentException", "Cannot convert type: " + std::string(value.java_class()) + " to boolean"));
}

Result<Value> to_bytes(const Value& value, const KnownType& type) {
  if (value.is_bytes_like()) return Value::bytes(value.slice());
  if (value.is_list()) {
    SliceBuilder out(value.list().size());
    for (const Value& item : value.list()) {
      if (!item.is_whole())
        return failed(Value(to_text(value)), type.java_class, Error("java.lang.IllegalArgumentException", "argument type mismatch"));
      out.push_back(static_cast<char>(item.as_whole()));
    }
    return Value::bytes(out.finish());
  }
  if (value.is_object() && (value.object().java_class().find("dom") != std::string_view::npos || value.object().converted())) {
    return Value::bytes(to_text(value));
  }
  return no_conversion(value, type.java_class);
}

Result<Value> to_stream(const Value& value, const KnownType& type) {
  auto bytes = to_bytes(value, type);
  if (!bytes || value.is_list()) return no_conversion(value, type.java_class);
  return Value::stream(bytes->slice());
}

Result<Value> to_list(const Value& value, const KnownType& type) {
  if (value.is_list()) return value;
  if (value.kind() == Value::Kind::Bytes || value.object_as<Iterator>() != nullptr) return Value(iterate(value));
  if (value.is_map() && type.java_class == "java.util.Collection") return Value(iterate(value));
  if (value.is_object()) {
    if (auto items = value.object().items()) return Value(std::move(*items));
    if (auto converted = value.object().converted(); converted && converted->is_list()) return *converted;
  }
  return no_conversion(value, type.java_class);
}

Result<Value> to_set(const Value& value, const KnownType& type) {
  if (value.is_map()) return Value(iterate(value));
  auto list = to_list(value, type);
  if (!list) return list;
  List out;
  for (const Value& item : list->list()) {
    if (std::ranges::find(out.items(), item) == out.items().end()) out.push_back(item);
  }
  return Value(std::move(out));
}

Result<Value> to_map(const Value& value, const KnownType& type) {
  if (value.is_map()) return value;
  if (value.is_object()) {
    if (auto converted = value.object().converted(); converted && converted->is_map()) return *converted;
  }
  return no_conversion(value, type.java_class);
}

Result<Value> to_date(const Value& value, const KnownType& type) {
  if (value.object_as<Date>() != nullptr) return value;
  if (value.kind() == Value::Kind::Long) return Value(std::make_unique<Date>(value.as_whole()));
  return no_conversion(value, type.java_class);
}

/// A primitive takes the wider boxed number as it is, as Camel's does.
bool stays(const Value& value, const KnownType& type) { return type.primitive && type.type != Type::Bool && value.is_whole(); }

Result<Value> convert_to(const Value& value, const KnownType& type) {
  if (stays(value, type)) return value;
  switch (type.type) {
    case Type::Text:
      return Value(to_text(value));
    case Type::Bool:
      return to_boolean(value, type);
    case Type::Int:
      return number(value, type, to_int(value));
    case Type::Long:
      return number(value, type, to_long(value));
    case Type::Double:
      return number(value, type, to_double(value));
    case Type::Float: {
      const auto real = to_double(value);
      return real ? Result<Value>(Value(as_float(*real))) : Result<Value>(number_error(value, type));
    }
    case Type::Short: {
      const auto whole = to_int(value);
      return whole ? Result<Value>(Value(std::int32_t{static_cast<std::int16_t>(*whole)})) : Result<Value>(number_error(value, type));
    }
    case Type::Byte: {
      const auto whole = to_int(value);
      return whole ? Result<Value>(Value(std::int32_t{static_cast<std::int8_t>(*whole)})) : Result<Value>(number_error(value, type));
    }
    case Type::Char:
      return to_character(value, type);
    case Type::Number:
      return to_number(value, type);
    case Type::BigInteger:
      return to_big_integer(value, type);
    case Type::Document:
      return to_document(value, type);
    case Type::Bytes:
      return to_bytes(value, type);
    case Type::Stream:
    case Type::Reader:
      return to_stream(value, type);
    case Type::Set:
      return to_set(value, type);
    case Type::List:
      return to_list(value, type);
    case Type::Map:
      return to_map(value, type);
    case Type::Iterator:
      return value.object_as<Iterator>() != nullptr ? value : Value(iterate(value));
    case Type::Date:
      return to_date(value, type);
    case Type::Any:
      return value;
    case Type::Opaque:
      return is_instance(value, type.java_class) ? Result<Value>(value) : Result<Value>(no_conversion(value, type.java_class));
  }
  return value;
}

bool is_any_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

bool is_known_type(std::string_view java_type) noexcept {
  return find_type(java_type) != nullptr || java_type.ends_with("Exception") || java_superclass(java_type) != "java.lang.Exception";
}

Result<Value> convert(const Value& value, std::string_view java_type, Exchange* exchange) {
  const KnownType* type = find_type(java_type);
  if (type == nullptr) {
    if (!is_known_type(java_type) && !is_java_class(java_type)) return Error("java.lang.ClassNotFoundException", std::string(java_type));
    if (value.is_null() || is_instance(value, java_type)) return value;
    return no_conversion(value, java_type);
  }
  if (value.is_null()) return Value();
  const bool to_bytes = type->type == Type::Bytes || type->type == Type::Stream;
  if (exchange != nullptr && value.is_bytes_like() && value.is_text() == to_bytes && (to_bytes || type->type == Type::Text)) {
    const std::string charset = charset_of(*exchange);
    if (auto made = charset.empty() ? Result<Value>(value) : recoded(value, to_bytes, charset)) return convert_to(*made, *type);
  }
  return convert_to(value, *type);
}

bool is_instance(const Value& value, std::string_view java_type) noexcept {
  const KnownType* type = find_type(java_type);
  const std::string_view name = type != nullptr ? type->java_class : java_type;
  if (value.is_null()) return false;
  if (name == "java.lang.Object" || value.java_class() == name) return true;
  switch (value.kind()) {
    case Value::Kind::Text:
      return is_any_of(name, {"java.lang.CharSequence", "java.lang.Comparable", "java.io.Serializable"});
    case Value::Kind::Int:
    case Value::Kind::Long:
    case Value::Kind::Double:
      return is_any_of(name, {"java.lang.Number", "java.lang.Comparable", "java.io.Serializable"});
    case Value::Kind::Bool:
      return is_any_of(name, {"java.lang.Comparable", "java.io.Serializable"});
    case Value::Kind::Bytes:
      return name == "java.io.Serializable";
    case Value::Kind::Stream:
      return is_any_of(name, {"java.io.InputStream", "java.io.ByteArrayInputStream", "org.apache.camel.StreamCache"});
    case Value::Kind::List:
      return is_any_of(name, {"java.util.List", "java.util.Collection", "java.lang.Iterable", "java.io.Serializable"});
    case Value::Kind::Map:
      return is_any_of(name, {"java.util.Map", "java.util.HashMap", "java.io.Serializable"});
    case Value::Kind::Error:
      return value.error().is_a(name) || name == "java.io.Serializable";
    default:
      break;
  }
  return value.object_as<Iterator>() != nullptr && name == "java.util.Iterator";
}

}  // namespace kamel
