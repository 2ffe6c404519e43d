// SetNamed: what setHeader, setProperty and setVariable have in common: a name, an expression, and a place to store.
#pragma once

#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/exchange.h"

namespace kamel {

using Store = void (*)(Exchange& exchange, const Slice& name, Value value);

/// Evaluates, then stores. A name without functions is evaluated once, when the route is compiled.
template <Store kStore>
class SetNamed final : public Step {
 public:
  SetNamed(ExpressionPtr name, ExpressionPtr value, Context& context) : name_(std::move(name)), value_(std::move(value)) {
    if (const Value* constant = name_->constant()) fixed_ = context.intern(to_text(*constant));
  }
  Flow run(Exchange& exchange) const override {
    Result<Value> value = value_->evaluate(exchange);
    if (!value) return exchange.fail(value.error());
    if (!fixed_.empty()) {
      kStore(exchange, fixed_, std::move(*value));
      return Flow::Next;
    }
    Result<Value> name = name_->evaluate(exchange);
    if (!name) return exchange.fail(name.error());
    kStore(exchange, to_text(*name), std::move(*value));
    return Flow::Next;
  }

 private:
  ExpressionPtr name_, value_;
  Slice fixed_;
};

inline constexpr Field kNamedFields[] = {
    {.name = "name", .summary = "Its name; may hold simple functions", .required = true},
    {.name = "expression", .type = FieldType::Expression, .summary = "The new value"},
};

template <Store kStore>
void compile_set_named(const StepDecl& decl, Assembler& assembler) {
  ExpressionPtr name = assembler.simple(decl.options, "name");
  ExpressionPtr value = assembler.expression(decl.options);
  if (name && value) assembler.emit(std::make_unique<SetNamed<kStore>>(std::move(name), std::move(value), assembler.context()));
}

/// setHeaders and setVariables: a list of the above.
template <Store kStore>
void compile_set_list(const StepDecl& decl, std::string_view list, Assembler& assembler) {
  const Node* items = decl.options.node(list);
  if (items == nullptr) return;
  for (const Node& item : items->items) {
    FieldRules rules;
    rules.is_language = [&](std::string_view key) { return assembler.is_language(key); };
    rules.what = "an item of " + std::string(list);
    compile_set_named<kStore>({decl.spec, item, item.mark, Options::read(item, kNamedFields, rules, assembler.diagnostics()), decl.id}, assembler);
  }
}

inline void store_header(Exchange& exchange, const Slice& name, Value value) { exchange.message.headers.set(name, std::move(value)); }
/// Null removes, as in Camel.
inline void store_property(Exchange& exchange, const Slice& name, Value value) {
  if (value.is_null()) {
    exchange.properties.erase(name);
  } else {
    exchange.properties.set(name, std::move(value));
  }
}

}  // namespace kamel
