// validate: fails messages for which a predicate does not hold.
#include "engine/assembler.h"
#include "engine/beans.h"
#include "engine/exchange.h"
#include "engine/languages/simple/predicate_text.h"
#include "engine/languages/simple/scan.h"

namespace kamel::steps {
namespace {

class Validate final : public Step {
 public:
  Validate(ExpressionPtr predicate, std::string text) : predicate_(std::move(predicate)), text_(std::move(text)) {}
  Flow run(Exchange& exchange) const override {
    const Result<bool> holds = predicate_->matches(exchange);
    if (!holds) return exchange.fail(holds.error());
    if (*holds) return Flow::Next;
    return exchange.fail("org.apache.camel.support.processor.PredicateValidationException",
                         "Validation failed for Predicate[" + text_ + "]. Exchange[]");
  }

 private:
  ExpressionPtr predicate_;
  std::string text_;
};

constexpr Field kFields[] = {
    {.name = "expression", .type = FieldType::Expression, .summary = "The predicate"},
    {.name = "predicateExceptionFactory", .type = FieldType::Reference, .summary = "A Java object that makes the exception: refused. As in Camel without effect where there is no such bean"},
};

// The predicate as Camel prints it.
std::string text_of(const Options& options) {
  const auto given = options.expression();
  if (!given) return {};
  const Node* text = given->node->is_map() ? given->node->find("expression") : given->node;
  if (text == nullptr) return {};
  for (const std::string_view language : {"header", "exchangeProperty", "variable"}) {
    if (given->language == language) return std::string(language) + "(" + text->text + ")";
  }
  if (given->language == "simple") return simple::predicate_text(simple::trim(text->text));
  return given->language == "xpath" ? "XPath: " + text->text : text->text;
}

void check_factory(const Options& options, Assembler& assembler) {
  constexpr std::string_view kOption = "predicateExceptionFactory";
  if (!options.has(kOption)) return;
  const std::string java_class = find_bean(options.text(kOption), assembler).java_class;
  if (java_class.empty() || java_class.starts_with("java.")) {
    return assembler.diagnostics().warning(options.mark(kOption), "predicateExceptionFactory has no effect: there is no such factory '" + options.text(kOption) + "'");
  }
  assembler.error(options.mark(kOption), "predicateExceptionFactory names the Java class '" + java_class + "'; kamel runs none", "leave it out, and throw with throwException behind a filter",
                  "org.apache.camel.FailedToCreateRouteException");
}

void compile(const StepDecl& decl, Assembler& assembler) {
  check_factory(decl.options, assembler);
  if (ExpressionPtr predicate = assembler.predicate(decl.options)) {
    assembler.emit(std::make_unique<Validate>(std::move(predicate), text_of(decl.options)));
  }
}

}  // namespace

StepSpec validate() {
  return {.name = "validate",
          .summary = "Fails messages for which a predicate does not hold",
          .fields = kFields,
          .inline_expression = true,
          .example = R"(- validate: { simple: "${body} != ''" })",
          .compile = compile};
}

}  // namespace kamel::steps
