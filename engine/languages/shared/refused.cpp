// Refusing a language.
#include "engine/languages/shared/refused.h"

#include "engine/assembler.h"

namespace kamel::languages {

void report_refusal(const ExpressionDecl& decl, Assembler& assembler, const Refusal& what) {
  assembler.error(decl.mark, "language '" + std::string(decl.spec.name) + "' needs " + std::string(what.needs),
                  std::string(what.instead) + "; " + std::string(kOtherLanguages), "org.apache.camel.NoSuchLanguageException");
}

}  // namespace kamel::languages
