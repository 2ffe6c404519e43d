// bean: calls a method of a bean; its result becomes the body.
#include "engine/assembler.h"
#include "engine/stand_ins/stand_in.h"

namespace kamel::steps {
namespace {

constexpr Field kFields[] = {
    {.name = "ref", .summary = "A bean of beans:"},
    {.name = "beanType", .summary = "A class; kamel has those that Camel's Kamelets use"},
    {.name = "method", .summary = "The method, with its arguments in parentheses where they are not the body"},
    {.name = "scope", .fallback = "Singleton", .ignored = "native beans keep nothing between calls but what makes them one bean"},
};

void compile(const StepDecl& decl, Assembler& assembler) {
  const Options& given = decl.options;
  const std::string_view by = given.has("ref") ? "ref" : "beanType";
  if (!given.has(by)) return assembler.error(decl.mark, "bean needs a ref or a beanType", {}, "java.lang.IllegalArgumentException");
  auto call = compile_call(given.text(by), given.text("method"), given.mark(by), assembler);
  if (call) assembler.emit(call_step(std::move(*call)));
}

}  // namespace

StepSpec bean() {
  return {.name = "bean",
          .summary = "Calls a bean of Camel's Kamelets, or a counter",
          .fields = kFields,
          .shorthand = "ref",
          .example = R"(- bean: { ref: "org.apache.camel.component.kafka.transform.RegexRouter" })",
          .compile = compile};
}

}  // namespace kamel::steps
