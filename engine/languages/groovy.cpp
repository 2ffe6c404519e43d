// groovy: Groovy; refused, since it needs a JVM.
#include "engine/languages/shared/refused.h"

namespace kamel::languages {
namespace {

constexpr Refusal kRefusal{
    "a JVM",
    "write it in simple or jq",
};

constexpr Field kFields[] = {
    {.name = "resultType"},
};

}  // namespace

LanguageSpec groovy() {
  return {.name = "groovy",
          .summary = "Groovy. Not supported: it needs a JVM.",
          .fields = kFields,
          .example = "groovy: body.toUpperCase()",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::languages
