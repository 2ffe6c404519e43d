// constant: a fixed value.
#include <array>

#include "engine/convert.h"
#include "engine/languages/shared/typed.h"
#include "engine/languages/simple/nodes.h"

namespace kamel::languages {
namespace {

constexpr std::array kFields = {
    Field{.name = "resultType", .type = FieldType::Text, .summary = "the Java type of the value; without it the value is a String"},
};

ExpressionPtr compile(const ExpressionDecl& decl, Assembler& assembler) {
  const std::string type = result_type(decl, assembler);
  if (type.empty()) return kamel::simple::constant(Slice(decl.text));
  auto value = convert(Value(decl.text), type);
  if (value) return kamel::simple::constant(std::move(*value));
  assembler.error(decl.mark, std::string(value.error().message()), {}, std::string(value.error().type()));
  return nullptr;
}

}  // namespace

LanguageSpec constant() {
  return {.name = "constant", .summary = "a fixed value", .fields = kFields, .example = "constant: done", .compile = compile};
}

}  // namespace kamel::languages
