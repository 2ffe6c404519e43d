// simple: Camel's own expression language.
#include <array>

#include "engine/compare.h"
#include "engine/convert.h"
#include "engine/languages/shared/typed.h"
#include "engine/languages/simple/compiler.h"
#include "engine/languages/simple/nodes.h"

namespace kamel::languages {
namespace {

constexpr std::string_view kIllegalSyntax = "org.apache.camel.language.simple.types.SimpleIllegalSyntaxException";

constexpr std::array kFields = {
    Field{.name = "resultType",
          .type = FieldType::Text,
          .summary = "the Java type to convert the result to; with a boolean the text is read as a predicate"},
    Field{.name = "nested",
          .type = FieldType::Bool,
          .summary = "whether functions inside the result are evaluated, too",
          .fallback = "false",
          .ignored = "texts that come out of a function are never evaluated again"},
    Field{.name = "pretty",
          .type = FieldType::Bool,
          .summary = "pretty print the result",
          .fallback = "false",
          .ignored = "use ${pretty(…)}"},
};

bool is_boolean(std::string_view type) { return type == "boolean" || type == "Boolean" || type == "java.lang.Boolean"; }

ExpressionPtr compile(const ExpressionDecl& decl, Assembler& assembler) {
  const std::string type = decl.options.text("resultType");
  try {
    kamel::simple::Compiler compiler(assembler, decl);
    if (decl.predicate) return compiler.whole_predicate();
    if (is_boolean(type)) return compiler.whole_predicate();
    return typed(compiler.whole_expression(), type, decl, assembler);
  } catch (const kamel::simple::SyntaxError& error) {
    assembler.error(decl.mark_at(error.offset), error.message, error.hint, std::string(kIllegalSyntax));
    return nullptr;
  }
}

}  // namespace

LanguageSpec simple() {
  return {.name = "simple",
          .summary = "Camel's own language: text with ${functions}, and predicates with operators",
          .fields = kFields,
          .example = "simple: \"${header.amount} > 100 && ${body} contains 'urgent'\"",
          .compile = compile};
}

}  // namespace kamel::languages
