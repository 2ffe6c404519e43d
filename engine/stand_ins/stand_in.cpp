#include "engine/stand_ins/stand_in.h"

#include "engine/assembler.h"
#include "engine/stand_ins/makers.h"

namespace kamel {
namespace {

constexpr std::string_view kPackages[] = {"org.apache.camel.component.kafka.transform.", "org.apache.camel.kamelets.utils.transform.kafka.",
                                          "org.apache.camel.kamelets.utils.transform.",  "org.apache.camel.kamelets.utils.serialization.kafka.",
                                          "org.apache.camel.component.kafka.consumer.",  "org.apache.camel.component.kafka.",
                                          "java.util.concurrent.atomic."};

// Splits at top-level commas; quotes and parentheses hold together.
std::vector<std::string> split_arguments(std::string_view text) {
  std::vector<std::string> out;
  std::string current;
  int depth = 0;
  char quote = 0;
  for (const char c : text) {
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || c == '{') {
      ++depth;
    } else if (c == ')' || c == '}') {
      --depth;
    }
    if (c == ',' && depth == 0 && quote == 0) {
      out.push_back(std::exchange(current, {}));
    } else {
      current += c;
    }
  }
  if (!current.empty() || !out.empty()) out.push_back(current);
  return out;
}

/// A value that was written into the call.
class Written final : public Expression {
 public:
  explicit Written(Value value) : value_(std::move(value)) {}
  Result<Value> evaluate(Exchange&) const override { return value_; }

 private:
  Value value_;
};

ExpressionPtr compile_argument(std::string text, const Mark& mark, Assembler& assembler) {
  const auto first = text.find_first_not_of(' ');
  text = first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
  if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front()) text = text.substr(1, text.size() - 2);
  else if (text == "null") return std::make_unique<Written>(Value());
  return assembler.simple(text, mark);
}

}  // namespace

StandInResult BeanCall::run(Exchange& exchange) const {
  std::vector<Value> values;
  for (const ExpressionPtr& argument : arguments) {
    Result<Value> value = argument->evaluate(exchange);
    if (!value) return value.error();
    values.push_back(std::move(*value));
  }
  return bean->call(exchange, method, values);
}

StandInPtr make_stand_in(std::string_view java_class, const BeanDecl* bean) {
  for (const std::string_view package : kPackages) {
    if (!java_class.starts_with(package)) continue;
    const std::string_view name = java_class.substr(package.size());
    if (name.find('.') != std::string_view::npos) continue;
    for (const auto make : {stand_ins::transform, stand_ins::router, stand_ins::atomic, stand_ins::kafka_helper}) {
      if (StandInPtr made = make(name, bean)) return made;
    }
  }
  return nullptr;
}

StandInPtr find_stand_in(std::string_view reference, const Mark& mark, Assembler& assembler) {
  const BeanReference found = find_bean(reference, assembler);
  if (found.java_class.empty()) {
    assembler.error(mark, "No bean could be found in the registry for: " + std::string(reference), "declare it under beans:; where it is Java code, write it as steps or in simple", "org.apache.camel.NoSuchBeanException");
    return nullptr;
  }
  StandInPtr bean;
  if (found.bean != nullptr) {
    const BeanDecl kept = *found.bean;
    bean = assembler.context().shared<StandIn>("bean:" + kept.name + ":" + kept.java_class, [&] { return make_stand_in(kept.java_class, found.bean); });
  } else {
    bean = make_stand_in(found.java_class, nullptr);
  }
  if (!bean) {
    assembler.error(mark, "bean '" + found.java_class + "' needs a JVM",
                    "kamel has the beans of Camel's Kamelets (org.apache.camel.component.kafka.transform.*, KafkaHeaderDeserializer, AtomicInteger …); write the rest in simple or jq",
                    "org.apache.camel.NoSuchBeanException");
  }
  return bean;
}

std::optional<BeanCall> compile_call(std::string_view reference, std::string_view method, const Mark& mark, Assembler& assembler) {
  BeanCall call;
  call.bean = find_stand_in(reference, mark, assembler);
  if (!call.bean) return std::nullopt;
  const auto open = method.find('(');
  call.method = std::string(method.substr(0, open));
  if (!call.bean->has(call.method)) {
    assembler.error(mark, "Method with name: " + call.method + " not found on bean: " + std::string(reference), {}, "org.apache.camel.FailedToCreateRouteException");
    return std::nullopt;
  }
  if (open == std::string_view::npos) return call;
  const auto close = method.rfind(')');
  for (std::string& text : split_arguments(method.substr(open + 1, close == std::string_view::npos ? close : close - open - 1))) {
    ExpressionPtr argument = compile_argument(std::move(text), mark, assembler);
    if (!argument) return std::nullopt;
    call.arguments.push_back(std::move(argument));
  }
  return call;
}

namespace {

class CallStep final : public Step {
 public:
  explicit CallStep(BeanCall call) : call_(std::move(call)) {}
  Flow run(Exchange& exchange) const override {
    StandInResult result = call_.run(exchange);
    if (!result) return exchange.fail(result.error());
    if (*result) exchange.message.body = std::move(**result);
    return Flow::Next;
  }

 private:
  BeanCall call_;
};

class CallExpression final : public Expression {
 public:
  explicit CallExpression(BeanCall call) : call_(std::move(call)) {}
  Result<Value> evaluate(Exchange& exchange) const override {
    StandInResult result = call_.run(exchange);
    if (!result) return result.error();
    return *result ? std::move(**result) : Value();
  }

 private:
  BeanCall call_;
};

}  // namespace

std::unique_ptr<const Step> call_step(BeanCall call) { return std::make_unique<CallStep>(std::move(call)); }
ExpressionPtr call_expression(BeanCall call) { return std::make_unique<CallExpression>(std::move(call)); }

}  // namespace kamel
