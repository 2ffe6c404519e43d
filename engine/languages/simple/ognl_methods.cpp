// Which method of which class a link of an OGNL path is.
#include <cmath>

#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/http_failure.h"
#include "engine/languages/simple/exchange_bean.h"

namespace kamel::simple {
namespace {

class JavaClass final : public Object {
 public:
  explicit JavaClass(std::string name) : name_(std::move(name)) {}
  std::string_view java_class() const noexcept override { return "java.lang.Class"; }
  std::string text() const override { return "class " + name_; }
  std::optional<Value> property(std::string_view name) const override {
    const auto dot = name_.find_last_of(".$");
    if (name == "name" || name == "typeName" || name == "canonicalName") return Value(name_);
    if (name == "simpleName") return Value(name_ == "[B" ? "byte[]" : dot == std::string::npos ? name_ : name_.substr(dot + 1));
    if (name == "packageName") return Value(name_.substr(0, name_.rfind('.')));
    return std::nullopt;
  }

 private:
  std::string name_;
};

std::string_view class_name(const Value& value) noexcept {
  switch (value.kind()) {
    case Value::Kind::Bytes:
      return "[B";
    case Value::Kind::Stream:
      return "java.io.ByteArrayInputStream";
    default:
      return value.java_class();
  }
}

Error not_found(const Value& value, std::string_view method, bool called, Exchange& exchange) {
  return Error("org.apache.camel.component.bean.MethodNotFoundException",
               "Method with name: " + std::string(method) + (called ? "()" : "") + " not found on bean: " + to_text(value).str() +
                   " of type: " + std::string(value.java_class()) + " on the exchange: Exchange[" + exchange.id().str() + "]");
}

}  // namespace

std::string accessor(std::string_view prefix, std::string_view name) {
  std::string out(prefix);
  out += static_cast<char>(name.front() >= 'a' && name.front() <= 'z' ? name.front() - 32 : name.front());
  out += name.substr(1);
  return out;
}

Error ambiguous(std::string_view method) {
  return Error("org.apache.camel.component.bean.AmbiguousMethodCallException", "Ambiguous method invocations possible: " + std::string(method));
}

namespace {

/// "getName" → "name"; "" when it is no getter.
std::string property_of(std::string_view method) {
  const std::size_t prefix = method.starts_with("get") ? 3 : method.starts_with("is") ? 2 : 0;
  if (prefix == 0 || method.size() <= prefix) return {};
  std::string out(method.substr(prefix));
  if (out.front() >= 'A' && out.front() <= 'Z') out.front() = static_cast<char>(out.front() + 32);
  return out;
}

Called call_number(const Value& self, std::string_view method, const Arguments& arguments) {
  if (method == "intValue") return Value(*to_int(self));
  if (method == "longValue") return Value(*to_long(self));
  if (method == "doubleValue") return Value(self.number());
  if (method == "floatValue") {
    const auto real = convert(self, "float");
    return real ? Called(*real) : std::nullopt;
  }
  if (method == "shortValue") return Value(std::int32_t{static_cast<std::int16_t>(*to_int(self))});
  if (method == "byteValue") return Value(std::int32_t{static_cast<std::int8_t>(*to_int(self))});
  if (method == "isNaN" && !self.is_whole()) return Value(std::isnan(self.number()));
  if (method == "isInfinite" && !self.is_whole()) return Value(std::isinf(self.number()));
  if (method == "compareTo" && arguments.size() > 0) {
    const auto other = to_double(arguments[0]);
    if (!other) return std::nullopt;
    return Value(std::int32_t{self.number() < *other ? -1 : self.number() > *other ? 1 : 0});
  }
  return std::nullopt;
}

Called call_error(const Error& self, std::string_view method) {
  if (const auto* answer = dynamic_cast<const HttpFailure*>(self.details())) {
    if (const auto said = answer->get(method)) return *said;
  }
  if (method == "getMessage" || method == "getLocalizedMessage") return Value(self.message());
  if (method == "getCause") return self.cause() ? Value::exception(self.cause()) : Value();
  if (method == "getStackTrace") return Value(List());
  if (method == "getSuppressed") return Value(List());
  return std::nullopt;
}

Called call_object(Value& self, std::string_view method, bool bare, const Arguments& arguments) {
  if (const auto found = self.object().property(bare ? std::string(method) : property_of(method))) return *found;
  auto converted = self.object().converted();
  if (converted && converted->is_list()) return call_list(*converted, method, arguments);
  if (converted && converted->is_map()) return call_map(*converted, method, arguments);
  if (converted && converted->is_text()) return call_text(converted->slice(), method, arguments);
  return std::nullopt;
}

Called call(Value& self, std::string_view method, bool bare, const Arguments& arguments) {
  if (method == "getClass") return java_class_value(class_name(self));
  if (method == "toString" && !self.is_bytes_like()) return Value(to_text(self));
  if (method == "toString" && self.is_text()) return self;
  switch (self.kind()) {
    case Value::Kind::Text:
      return call_text(self.slice(), method, arguments);
    case Value::Kind::List:
      return call_list(self, method, arguments);
    case Value::Kind::Map:
      return call_map(self, method, arguments);
    case Value::Kind::Int:
    case Value::Kind::Long:
    case Value::Kind::Double:
      return call_number(self, method, arguments);
    case Value::Kind::Bool:
      return method == "booleanValue" ? Called(Value(self.as_bool())) : std::nullopt;
    case Value::Kind::Error:
      return call_error(self.error(), method);
    case Value::Kind::Object:
      if (self.object_as<Bean>() != nullptr) return std::nullopt;  // has its own table
      return call_object(self, method, bare, arguments);
    default:
      return std::nullopt;
  }
}

/// Methods with several parameter lists, among which Camel cannot choose where no parentheses are written.
bool is_ambiguous(const Value& self, std::string_view name) {
  if (self.is_whole()) return name == "toString";
  return self.is_text() && (name == "toUpperCase" || name == "toLowerCase" || name == "bytes" || name == "getBytes");
}

}  // namespace

bool is_cached(const Value& value, const Exchange& exchange) noexcept {
  return value.kind() == Value::Kind::Stream && !exchange.route_id().empty();
}

Value java_class_value(std::string_view name) { return Value(std::make_unique<JavaClass>(std::string(name))); }

Slice Arguments::text(std::size_t i) const { return to_text(values[i]); }

Result<std::int32_t> Arguments::integer(std::size_t i) const {
  if (const auto number = to_int(values[i])) return *number;
  return Error("org.apache.camel.component.bean.ParameterBindingException",
               "Error during parameter binding with value: " + to_text(values[i]).str() + " to type: int");
}

Result<Value> invoke(Value& value, std::string_view method, bool called, const Arguments& arguments, Exchange& exchange) {
  if (is_cached(value, exchange) && method == "length") return Value(static_cast<std::int64_t>(value.slice().size()));
  if (value.kind() == Value::Kind::Bytes && method == "length" && !called) return Value(static_cast<std::int32_t>(value.slice().size()));
  if (!called && is_ambiguous(value, method)) return ambiguous(method);
  if (!called && method == "toString" && value.kind() == Value::Kind::Double) {  // Camel takes Double.toString(double), and the message for its argument
    return Error("org.apache.camel.CamelExecutionException", "Exception occurred during execution");
  }
  if (const auto* item = value.object_as<ExchangeValue>()) value = exchange_bean(*item, exchange);
  if (const auto* bean = value.object_as<Bean>()) {
    if (auto result = bean->call(method, called, arguments, exchange)) return *result;
  }
  if (auto result = call(value, method, !called, arguments)) return *result;
  if (!called && !method.empty()) {
    for (const std::string_view prefix : {"get", "is"}) {
      if (auto result = call(value, accessor(prefix, method), false, arguments)) return *result;
    }
  }
  return not_found(value, method, called, exchange);
}

}  // namespace kamel::simple
