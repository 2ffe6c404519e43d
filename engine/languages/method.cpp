// method: the result of a bean's method.
#include "engine/assembler.h"
#include "engine/stand_ins/stand_in.h"

namespace kamel::languages {
namespace {

constexpr Field kFields[] = {
    {.name = "beanType", .summary = "a class; kamel has those that Camel's Kamelets use"},
    {.name = "method", .summary = "the method, with its arguments in parentheses"},
    {.name = "ref", .summary = "a bean of beans:"},
    {.name = "resultType", .ignored = "the value is converted where it is used"},
    {.name = "scope", .ignored = "native beans are singletons"},
    {.name = "validate", .type = FieldType::Bool, .ignored = "beans are always looked up at the start"},
};

ExpressionPtr compile(const ExpressionDecl& decl, Assembler& assembler) {
  std::string bean = decl.options.text("ref");
  if (bean.empty()) bean = decl.options.text("beanType");
  if (bean.empty()) bean = decl.text;
  auto call = compile_call(bean, decl.options.text("method"), decl.mark, assembler);
  return call ? call_expression(std::move(*call)) : nullptr;
}

}  // namespace

LanguageSpec method() {
  return {.name = "method",
          .summary = "the result of a method of a native bean",
          .fields = kFields,
          .example = "method: {beanType: java.util.concurrent.atomic.AtomicInteger, method: get}",
          .compile = compile};
}

}  // namespace kamel::languages
