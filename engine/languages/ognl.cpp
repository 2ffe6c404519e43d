// ognl: OGNL; refused, since it needs a JVM.
#include "engine/languages/shared/refused.h"

namespace kamel::languages {
namespace {

constexpr Refusal kRefusal{
    "a JVM",
    "simple reads the same paths: ${body[a]}",
};

constexpr Field kFields[] = {
    {.name = "resultType"},
};

}  // namespace

LanguageSpec ognl() {
  return {.name = "ognl",
          .summary = "OGNL. Not supported: it needs a JVM.",
          .fields = kFields,
          .example = "ognl: request.body.a",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::languages
