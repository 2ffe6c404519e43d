// spel: Spring's expression language; refused, since it needs a JVM with Spring.
#include "engine/languages/shared/refused.h"

namespace kamel::languages {
namespace {

constexpr Refusal kRefusal{
    "a JVM with Spring",
    "write it in simple",
};

constexpr Field kFields[] = {
    {.name = "resultType"},
};

}  // namespace

LanguageSpec spel() {
  return {.name = "spel",
          .summary = "Spring's expression language. Not supported: it needs a JVM with Spring.",
          .fields = kFields,
          .example = "spel: \"#{body}\"",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::languages
