// ref: an expression that somebody put into Camel's registry.
#include <array>

#include "engine/assembler.h"

namespace kamel::languages {
namespace {

constexpr std::array kFields = {
    Field{.name = "resultType", .type = FieldType::Text, .summary = "the Java type to convert the result to"},
};

ExpressionPtr compile(const ExpressionDecl& decl, Assembler& assembler) {
  assembler.error(decl.mark, "there is no expression '" + decl.text + "' to refer to: expressions in a registry are Java objects",
                  "write the expression itself, e.g. simple: …", "java.lang.IllegalArgumentException");
  return nullptr;
}

}  // namespace

LanguageSpec ref() {
  return {.name = "ref",
          .summary = "an expression of the registry; there are none without Java",
          .fields = kFields,
          .example = "ref: myExpression",
          .compile = compile,
          .refused = true};
}

}  // namespace kamel::languages
