// variable: a variable by its name, with the prefixes `global:` and `route:`.
#include "engine/variables.h"

#include "engine/languages/simple/nodes.h"
#include "engine/spec.h"

namespace kamel::languages {
namespace {

ExpressionPtr compile(const ExpressionDecl& decl, Assembler&) {
  return kamel::simple::compute([name = decl.text](Exchange& exchange) -> Result<Value> { return get_variable(exchange, name); });
}

}  // namespace

LanguageSpec variable() {
  return {.name = "variable", .summary = "a variable, by its name", .example = "variable: total", .compile = compile};
}

}  // namespace kamel::languages
