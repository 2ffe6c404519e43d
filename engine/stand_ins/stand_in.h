// StandIn: a bean of the JVM world that kamel has natively: what `bean`, `process` and the method language call.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/beans.h"
#include "engine/exchange.h"
#include "engine/expression.h"

namespace kamel {

class Step;

/// One bean, shared by all that call it. Any worker.
class StandIn {
 public:
  virtual ~StandIn() = default;
  /// "" stands for the only method. `arguments` is empty where the caller gave none in parentheses. nullopt: a method without a result, the body stays.
  virtual Result<std::optional<Value>> call(Exchange& exchange, std::string_view method, std::span<const Value> arguments) = 0;
  /// Whether there is such a method.
  virtual bool has(std::string_view method) const { return method.empty() || method == "process"; }
  /// The bean itself as a value (${ref:counter}).
  virtual Value value() const { return {}; }
};
using StandInPtr = std::shared_ptr<StandIn>;
using StandInResult = Result<std::optional<Value>>;

/// A call as it was compiled.
struct BeanCall {
  StandInPtr bean;
  std::string method;                    // without its arguments
  std::vector<ExpressionPtr> arguments;  // as written in parentheses
  StandInResult run(Exchange& exchange) const;
};

/// The native stand-in for the bean or class that `reference` names; nullptr after a report. A declared bean is the same object for all who name it, as long
/// as one of them lives. `method` is "name" or "name(arguments)", the arguments in simple.
StandInPtr find_stand_in(std::string_view reference, const Mark& mark, Assembler& assembler);
std::optional<BeanCall> compile_call(std::string_view reference, std::string_view method, const Mark& mark, Assembler& assembler);

/// What the call gives; null where the method gives nothing.
ExpressionPtr call_expression(BeanCall call);

/// A step that makes the call; what it gives becomes the body.
std::unique_ptr<const Step> call_step(BeanCall call);

/// Makes the stand-in for a class; nullptr when there is none. `bean` is nullptr where a class was named, not a bean.
StandInPtr make_stand_in(std::string_view java_class, const BeanDecl* bean);

}  // namespace kamel
