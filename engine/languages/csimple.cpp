// csimple: in Camel simple compiled to Java; here simple is always compiled, so that it is the same.
#include <array>

#include "engine/assembler.h"

namespace kamel::languages {

LanguageSpec simple();

namespace {

constexpr std::array kFields = {
    Field{.name = "resultType", .type = FieldType::Text, .summary = "the Java type to convert the result to"},
};

ExpressionPtr compile(const ExpressionDecl& decl, Assembler& assembler) { return simple().compile(decl, assembler); }

}  // namespace

LanguageSpec csimple() {
  return {.name = "csimple",
          .summary = "simple, compiled: here the same as simple",
          .fields = kFields,
          .example = "csimple: \"${header.amount} > 100\"",
          .compile = compile};
}

}  // namespace kamel::languages
