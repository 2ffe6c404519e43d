// js: JavaScript; refused, since it needs a JavaScript engine, which is not built in.
#include "engine/languages/shared/refused.h"

namespace kamel::languages {
namespace {

constexpr Refusal kRefusal{
    "a JavaScript engine, which is not built in",
    "write it in jq or simple",
};

constexpr Field kFields[] = {
    {.name = "resultType"},
};

}  // namespace

LanguageSpec js() {
  return {.name = "js",
          .summary = "JavaScript. Not supported: it needs a JavaScript engine, which is not built in.",
          .fields = kFields,
          .example = "js: body.a + 1",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::languages
