// throwException: fails the exchange with an exception of the given class.
#include "engine/assembler.h"
#include "engine/beans.h"
#include "engine/convert.h"
#include "engine/exception_classes.h"
#include "engine/exchange.h"

namespace kamel::steps {
namespace {

class ThrowException final : public Step {
 public:
  ThrowException(std::string type, ExpressionPtr message) : type_(std::move(type)), message_(std::move(message)) {}
  Flow run(Exchange& exchange) const override {
    const Result<Value> message = message_->evaluate(exchange);
    if (!message) return exchange.fail(message.error());
    return exchange.fail(make_exception(type_, to_text(*message).str()));
  }

 private:
  std::string type_;
  ExpressionPtr message_;
};

constexpr Field kFields[] = {
    {.name = "exceptionType", .summary = "The class, for example java.lang.IllegalArgumentException"},
    {.name = "message", .summary = "What is wrong; may hold simple functions"},
    {.name = "ref", .type = FieldType::Reference, .summary = "A bean of an exception's class"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  if (decl.options.has("ref")) {
    const BeanReference bean = find_bean(decl.options.text("ref"), assembler);
    if (bean.java_class.empty()) {
      return assembler.error(decl.options.mark("ref"), "no bean '" + decl.options.text("ref") + "'", "declare it under beans:",
                             "org.apache.camel.NoSuchBeanException");
    }
    assembler.emit(std::make_unique<ThrowException>(bean.java_class, assembler.simple("", decl.mark)));
    return;
  }
  if (!decl.options.has("exceptionType")) {
    return assembler.error(decl.mark, "throwException needs an exceptionType", "for example java.lang.IllegalArgumentException",
                           "java.lang.IllegalArgumentException");
  }
  const std::string type = decl.options.text("exceptionType");
  if (!check_exception_classes({&type, 1}, decl.options.mark("exceptionType"), assembler)) return;
  if (ExpressionPtr message = assembler.simple(decl.options, "message")) {
    assembler.emit(std::make_unique<ThrowException>(decl.options.text("exceptionType"), std::move(message)));
  }
}

}  // namespace

StepSpec throw_exception() {
  return {.name = "throwException",
          .summary = "Fails the exchange with an exception",
          .fields = kFields,
          .example = R"(- throwException: { exceptionType: java.lang.IllegalStateException, message: "cannot take ${body}" })",
          .compile = compile};
}

}  // namespace kamel::steps
