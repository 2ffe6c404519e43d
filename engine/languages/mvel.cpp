// mvel: MVEL; refused, since it needs a JVM.
#include "engine/languages/shared/refused.h"

namespace kamel::languages {
namespace {

constexpr Refusal kRefusal{
    "a JVM",
    "write it in simple",
};

constexpr Field kFields[] = {
    {.name = "resultType"},
};

}  // namespace

LanguageSpec mvel() {
  return {.name = "mvel",
          .summary = "MVEL. Not supported: it needs a JVM.",
          .fields = kFields,
          .example = "mvel: body.a",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::languages
