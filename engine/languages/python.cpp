// python: Python; refused, since it needs a Python interpreter (Jython in Camel), which is not built in.
#include "engine/languages/shared/refused.h"

namespace kamel::languages {
namespace {

constexpr Refusal kRefusal{
    "a Python interpreter (Jython in Camel), which is not built in",
    "write it in jq or simple",
};

constexpr Field kFields[] = {
    {.name = "resultType"},
};

}  // namespace

LanguageSpec python() {
  return {.name = "python",
          .summary = "Python. Not supported: it needs a Python interpreter (Jython in Camel), which is not built in.",
          .fields = kFields,
          .example = "python: body",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::languages
