// sort: sorts the items of the body, or of what an expression gives; the list becomes the body. What is no list is a NullPointerException, as in Camel.
#include <algorithm>

#include "engine/assembler.h"
#include "engine/compare.h"
#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/iterator.h"

namespace kamel::steps {
namespace {

// Java's hashCode, by which Camel orders what has no order of its own.
std::uint32_t java_hash(const Value& value) {
  std::uint32_t hash = 1;
  if (value.is_bool()) return value.as_bool() ? 1231 : 1237;
  if (value.is_whole()) {
    const auto bits = static_cast<std::uint64_t>(value.as_whole());
    return value.kind() == Value::Kind::Int ? static_cast<std::uint32_t>(bits) : static_cast<std::uint32_t>(bits ^ (bits >> 32));
  }
  if (value.is_list()) {
    for (const Value& item : value.list()) hash = 31 * hash + java_hash(item);
    return hash;
  }
  if (value.is_null()) return 0;
  hash = 0;
  for (const char c : to_text(value).view()) hash = 31 * hash + static_cast<unsigned char>(c);
  return hash;
}

// As Java's compareTo and Camel's ObjectHelper.compare: null first, then like with like. `mismatch` is set where Java could not cast.
int order(const Value& a, const Value& b, Error& mismatch) {
  if (a.is_null() || b.is_null()) return static_cast<int>(b.is_null()) - static_cast<int>(a.is_null());
  const bool comparable = a.is_bool() || a.is_number() || a.is_text();
  if (comparable && a.kind() != b.kind()) {
    if (!mismatch) {
      mismatch = Error("java.lang.ClassCastException", "class " + std::string(b.java_class()) + " cannot be cast to class " + std::string(a.java_class()));
    }
    return 0;
  }
  if (a.is_text()) return a.slice().view().compare(b.slice().view());
  if (a.kind() != b.kind()) return a.java_class().compare(b.java_class());
  return comparable ? compare(a, b).value_or(0) : static_cast<std::int32_t>(java_hash(a) - java_hash(b));
}

/// Sorts a list where it is: whoever else refers to it (the header that it came from) sees it sorted, as in Java.
class Sort final : public Step {
 public:
  explicit Sort(ExpressionPtr items) : items_(std::move(items)) {}
  Flow run(Exchange& exchange) const override {
    Result<Value> value = items_ ? items_->evaluate(exchange) : Result<Value>(exchange.message.body);
    if (!value) return exchange.fail(value.error());
    Result<Value> items = list_of(std::move(*value));
    if (!items) return exchange.fail(items.error());
    Error mismatch;
    check(items->list(), mismatch);
    if (!mismatch) std::ranges::stable_sort(items->list().items(), [&](const Value& a, const Value& b) { return order(a, b, mismatch) < 0; });
    if (mismatch) return exchange.fail(std::move(mismatch));
    exchange.message.body = std::move(*items);
    return Flow::Next;
  }

 private:
  // Java finds out while it sorts; we before, so that the list stays as it was.
  static void check(const List& list, Error& mismatch) {
    for (std::size_t i = 1; i < list.size(); ++i) order(list[i], list[0].is_null() ? list[i - 1] : list[0], mismatch);
  }

  static Result<Value> list_of(Value value) {
    if (value.is_list()) return value;
    if (value.kind() == Value::Kind::Bytes) return convert(value, "java.util.List");
    if (Iterator* iterator = value.object_as<Iterator>()) {
      Result<List> all = drain(*iterator);
      if (!all) return all.error();
      return Value(std::move(*all));
    }
    if (const auto* object = value.is_object() ? &value.object() : nullptr) {
      if (auto items = object->items()) return Value(std::move(*items));
    }
    return Error("java.lang.NullPointerException", "Cannot invoke \"java.util.List.sort(java.util.Comparator)\" because \"list\" is null");
  }

  ExpressionPtr items_;
};

constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "What gives the items; without: the body"},
    {.name = "comparator", .type = FieldType::Reference, .summary = "How to compare", .refused = "it names a Java class; kamel runs none"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  assembler.emit(std::make_unique<Sort>(decl.options.expression() ? assembler.expression(decl.options) : nullptr));
}

}  // namespace

StepSpec sort() {
  return {.name = "sort",
          .summary = "Sorts the items of the body",
          .fields = kFields,
          .inline_expression = true,
          .example = R"(- sort: { tokenize: "," })",
          .compile = compile};
}

}  // namespace kamel::steps
