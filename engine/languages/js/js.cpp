// js: JavaScript (ECMAScript 5.1, and some of what came later), by Duktape.
#include "engine/assembler.h"
#include "engine/languages/js/run.h"
#include "engine/languages/shared/source.h"
#include "engine/languages/shared/typed.h"

namespace kamel::languages {
namespace {

constexpr Field kFields[] = {kResultTypeField};

class JavaScript final : public Expression {
 public:
  explicit JavaScript(std::string_view script) : script_(javascript::watched_script(script)) {}
  Result<Value> evaluate(Exchange& exchange) const override { return javascript::run(script_, exchange); }

 private:
  std::string script_;
};

// A script may be one in a newer JavaScript: said now, rather than by every message.
ExpressionPtr compile(const ExpressionDecl& decl, Assembler& assembler) {
  if (const auto wrong = javascript::syntax_error(decl.text)) {
    assembler.error(decl.mark, "invalid script: " + *wrong, "the engine knows ECMAScript 5.1: var instead of let and const, function instead of =>", "org.graalvm.polyglot.PolyglotException");
    return nullptr;
  }
  return typed(std::make_unique<JavaScript>(decl.text), decl.options.text("resultType"), decl, assembler);
}

}  // namespace

LanguageSpec js() {
  return {.name = "js",
          .summary = "Runs JavaScript (ECMAScript 5.1) on the exchange: body, headers, properties, message, exchange. A script is ended after five seconds.",
          .fields = kFields,
          .example = "js: body.a + 1",
          .compile = compile};
}

}  // namespace kamel::languages
