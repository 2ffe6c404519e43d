// java.util.concurrent.atomic: AtomicInteger, AtomicLong, AtomicBoolean.
#include <algorithm>
#include <atomic>

#include "engine/convert.h"
#include "engine/stand_ins/makers.h"

namespace kamel::stand_ins {
namespace {

enum class Width : std::uint8_t { Bool, Int, Long };

/// The number that all copies of the value show.
struct Number {
  explicit Number(std::int64_t start) : at(start) {}
  std::atomic<std::int64_t> at;
};

Value as(Width width, std::int64_t number) {
  if (width == Width::Bool) return number != 0;
  return width == Width::Int ? Value(static_cast<std::int32_t>(number)) : Value(number);
}

/// ${ref:counter}: the object itself, which prints its number.
class AtomicValue final : public Object {
 public:
  AtomicValue(std::shared_ptr<Number> number, Width width) : number_(std::move(number)), width_(width) {}
  std::string_view java_class() const noexcept override {
    return width_ == Width::Int ? "java.util.concurrent.atomic.AtomicInteger" : width_ == Width::Long ? "java.util.concurrent.atomic.AtomicLong" : "java.util.concurrent.atomic.AtomicBoolean";
  }
  std::string text() const override { return to_text(as(width_, number_->at)).str(); }
  std::optional<Value> converted() const override { return as(width_, number_->at); }
  std::optional<Value> property(std::string_view name) const override {
    if (name == "get" || name == "plain" || name == "acquire" || name == "opaque") return as(width_, number_->at);
    return std::nullopt;
  }

 private:
  std::shared_ptr<Number> number_;
  Width width_;
};

class Atomic final : public StandIn {
 public:
  Atomic(Width width, std::int64_t start) : width_(width), number_(std::make_shared<Number>(start)) {}
  Value value() const override { return Value(std::unique_ptr<Object>(std::make_unique<AtomicValue>(number_, width_))); }

  bool has(std::string_view method) const override {
    if (method.empty()) return true;  // found out when it is called, as in Camel
    constexpr std::string_view kOfAll[] = {"get", "getPlain", "getAcquire", "toString", "compareAndSet", "set", "lazySet", "getAndSet"};
    constexpr std::string_view kOfNumbers[] = {"intValue", "longValue", "incrementAndGet", "decrementAndGet", "getAndIncrement", "getAndDecrement", "addAndGet", "getAndAdd"};
    return std::ranges::find(kOfAll, method) != std::end(kOfAll) || (width_ != Width::Bool && std::ranges::find(kOfNumbers, method) != std::end(kOfNumbers));
  }

  StandInResult call(Exchange& exchange, std::string_view method, std::span<const Value> given) override {
    std::atomic<std::int64_t>& at = number_->at;
    if (method.empty()) return Error("org.apache.camel.component.bean.AmbiguousMethodCallException", "Ambiguous method invocations possible: name a method");
    if (method == "get" || method == "getPlain" || method == "getAcquire" || method == "intValue" || method == "longValue") return one(at);
    if (method == "toString") return std::optional(Value(to_text(as(width_, at))));
    if (width_ != Width::Bool) {
      if (method == "incrementAndGet") return one(at += 1);
      if (method == "decrementAndGet") return one(at -= 1);
      if (method == "getAndIncrement") return one(at.fetch_add(1));
      if (method == "getAndDecrement") return one(at.fetch_sub(1));
    }
    // With one parameter and none given, it is the body.
    const auto argument = [&](std::size_t i) { return number_of(i < given.size() ? given[i] : exchange.message.body); };
    if (given.size() > 2 || (given.size() == 2) != (method == "compareAndSet")) return unknown(method);
    const auto first = argument(0);
    if (!first) return Error("org.apache.camel.TypeConversionException", "the argument of " + std::string(method) + " is no number");
    if (method == "compareAndSet") {
      auto expected = *first;
      const auto wanted = argument(1);
      return std::optional(Value(wanted && at.compare_exchange_strong(expected, *wanted)));
    }
    if (method == "set" || method == "lazySet") {
      at = *first;
      return std::optional<Value>();
    }
    if (method == "getAndSet") return one(at.exchange(*first));
    if (width_ != Width::Bool && method == "addAndGet") return one(at += *first);
    if (width_ != Width::Bool && method == "getAndAdd") return one(at.fetch_add(*first));
    return unknown(method);
  }

 private:
  std::optional<Value> one(std::int64_t number) const { return as(width_, number); }
  std::optional<std::int64_t> number_of(const Value& value) const {
    if (width_ != Width::Bool) return to_long(value);
    const auto yes = to_bool(value);
    return yes ? std::optional<std::int64_t>(*yes ? 1 : 0) : std::nullopt;
  }
  StandInResult unknown(std::string_view method) const {
    return Error("org.apache.camel.component.bean.MethodNotFoundException", "Method with name: " + std::string(method) + " not found on bean: " + to_text(as(width_, number_->at)).str());
  }

  Width width_;
  std::shared_ptr<Number> number_;
};

// The first constructor argument.
std::string start_of(const BeanDecl* bean) {
  const Node* constructors = bean != nullptr && bean->node != nullptr ? bean->node->find("constructors") : nullptr;
  const Node* first = constructors != nullptr ? constructors->find("0") : nullptr;
  return first != nullptr ? first->text : "";
}

}  // namespace

StandInPtr atomic(std::string_view name, const BeanDecl* bean) {
  const std::string start = start_of(bean);
  const auto number = to_long(Value(start)).value_or(0);
  if (name == "AtomicInteger") return std::make_shared<Atomic>(Width::Int, number);
  if (name == "AtomicLong") return std::make_shared<Atomic>(Width::Long, number);
  if (name == "AtomicBoolean") return std::make_shared<Atomic>(Width::Bool, start == "true" ? 1 : 0);
  return nullptr;
}

}  // namespace kamel::stand_ins
