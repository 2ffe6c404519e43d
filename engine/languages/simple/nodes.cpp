#include "engine/languages/simple/nodes.h"

#include <algorithm>

#include "engine/charset.h"
#include "engine/convert.h"

namespace kamel::simple {
namespace {

/// The streams that a text has been made of: each can be read once, and gives nothing after that, until the next step.
class ReadStreams {
 public:
  /// Whether this is the first time.
  bool add(const Slice& stream) {
    const char* at = stream.view().data();
    if (std::ranges::find(read_, at) != read_.end()) return false;
    read_.push_back(at);
    return true;
  }

 private:
  std::vector<const char*> read_;
};

class Concat final : public Expression {
 public:
  explicit Concat(std::vector<ExpressionPtr> parts) {
    for (ExpressionPtr& part : parts) {
      const Value* text = part->constant();
      expected_ += (text != nullptr ? to_text(*text).size() : 0) + 16;
      const bool rewinds = dynamic_cast<const Rewinds*>(part.get()) != nullptr, reads_body = dynamic_cast<const ReadsBody*>(part.get()) != nullptr;
      parts_.push_back({Operand(std::move(part)), rewinds, reads_body});
    }
  }

  Result<Value> evaluate(Exchange& exchange) const override {
    SliceBuilder out(expected_);
    ReadStreams streams;
    Value storage;
    for (const Part& part : parts_) {
      const auto value = part.operand.look(exchange, storage);
      if (!value) return value.error();
      if (is_left(part, **value, exchange.message.body, streams)) append(**value, exchange, out);
    }
    return Value(out.finish());
  }

 private:
  struct Part {
    Operand operand;
    bool rewinds, reads_body;
  };

  static void append(const Value& value, const Exchange& exchange, SliceBuilder& out) {
    if (value.is_bytes_like()) return out.append(value.is_text() ? value.slice() : to_text(value, exchange));
    append_text(value, out);
  }

  // Whether a stream has not been read by a part before this one.
  static bool is_left(const Part& part, const Value& value, const Value& body, ReadStreams& streams) {
    const Value& read = part.reads_body ? body : value;
    return read.kind() != Value::Kind::Stream || streams.add(read.slice()) || part.rewinds;
  }

  std::vector<Part> parts_;
  std::size_t expected_ = 0;
};

// Wraps around, as in Java.
std::int64_t sum(std::int64_t number, int by) noexcept { return static_cast<std::int64_t>(static_cast<std::uint64_t>(number) + static_cast<std::uint64_t>(by)); }

/// The number one further, of the same kind as it was.
Result<Value> step(const Value& value, int by) {
  switch (value.kind()) {
    case Value::Kind::Int:
      return Value(static_cast<std::int32_t>(value.as_whole() + by));
    case Value::Kind::Long:
      return Value(sum(value.as_whole(), by));
    case Value::Kind::Double:
      return Value(static_cast<double>(sum(to_long(value).value_or(0), by)));
    case Value::Kind::Text: {
      auto number = convert(value, "java.lang.Number");
      if (!number) return number.error();
      return Value(to_text(Value(sum(to_long(*number).value_or(0), by))));
    }
    default:
      return Error("org.apache.camel.RuntimeCamelException", "Cannot evaluate as a number",
                   Error("org.apache.camel.CamelExchangeException",
                         "Cannot evaluate a value of type " + std::string(value.java_class()) + " as a number"));
  }
}

template <class T, class F>
Result<std::optional<T>> evaluate_as(const Expression& expression, Exchange& exchange, std::string_view type, F number) {
  const auto value = expression.evaluate(exchange);
  if (!value) return value.error();
  if (auto converted = number(*value)) return converted;
  if (const auto converted = convert_or_null(*value, type, exchange); !converted) return converted.error();
  return std::optional<T>();
}

}  // namespace

Operand::Operand(ExpressionPtr expression)
    : expression_(std::move(expression)),
      constant_(expression_->constant()),
      header_(dynamic_cast<const Header*>(expression_.get())),
      body_(dynamic_cast<const Body*>(expression_.get()) != nullptr) {}

ExpressionPtr concat(std::vector<ExpressionPtr> parts) {
  if (parts.empty()) return constant(Slice());
  if (parts.size() == 1) return std::move(parts.front());
  return std::make_unique<Concat>(std::move(parts));
}

ExpressionPtr increment(ExpressionPtr operand, int by) {
  return compute([operand = std::move(operand), by](Exchange& exchange) -> Result<Value> {
    const auto value = operand->evaluate(exchange);
    if (!value) return value.error();
    return step(*value, by);
  });
}

Result<Value> evaluate_text(const Expression& expression, Exchange& exchange) {
  auto value = expression.evaluate(exchange);
  if (!value || value->is_null() || value->is_text()) return value;
  return Value(to_text(*value));
}

Result<std::optional<std::int64_t>> evaluate_long(const Expression& expression, Exchange& exchange) {
  return evaluate_as<std::int64_t>(expression, exchange, "java.lang.Long", to_long);
}
Result<std::optional<std::int32_t>> evaluate_int(const Expression& expression, Exchange& exchange) {
  return evaluate_as<std::int32_t>(expression, exchange, "java.lang.Integer", to_int);
}
Result<std::optional<double>> evaluate_double(const Expression& expression, Exchange& exchange) {
  return evaluate_as<double>(expression, exchange, "java.lang.Double", to_double);
}

Result<Value> convert_or_null(const Value& value, std::string_view java_type, Exchange& exchange) {
  auto converted = convert(value, java_type, &exchange);
  if (!converted && converted.error().type() == "org.apache.camel.NoTypeConversionAvailableException") return Value();
  if (!converted && converted.error().type() == "java.lang.ClassNotFoundException") return execution_error(converted.error());
  return converted;
}

Error execution_error(Error cause) {
  return Error("org.apache.camel.CamelExecutionException", "Exception occurred during execution on the exchange: Exchange[]",
               std::move(cause));
}

}  // namespace kamel::simple
