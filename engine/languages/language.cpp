// language: an expression in a language that is named in an option.
#include <array>

#include "engine/assembler.h"

namespace kamel::languages {
namespace {

constexpr std::array kFields = {
    Field{.name = "language", .type = FieldType::Text, .summary = "the language's name", .required = true},
};

ExpressionPtr compile(const ExpressionDecl& decl, Assembler& assembler) {
  const std::string name = decl.options.text("language");
  const LanguageSpec* spec = assembler.registry().language(name);
  if (spec == nullptr || spec->name == "language") {
    if (!name.empty()) {
      const auto names = assembler.registry().language_names();
      assembler.error(decl.options.mark("language"), "unknown language '" + name + "'", did_you_mean(name, names),
                      "org.apache.camel.NoSuchLanguageException");
    }
    return nullptr;
  }
  return spec->compile({*spec, decl.text, decl.mark, decl.node, {}, decl.predicate}, assembler);
}

}  // namespace

LanguageSpec language() {
  return {.name = "language",
          .summary = "an expression in the language that the option `language` names",
          .fields = kFields,
          .example = "language: {language: simple, expression: \"${body}\"}",
          .compile = compile};
}

}  // namespace kamel::languages
