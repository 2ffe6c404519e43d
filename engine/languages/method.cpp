// method: a method of a Java bean; refused, since it needs a Java bean.
#include "engine/languages/shared/refused.h"

namespace kamel::languages {
namespace {

constexpr Refusal kRefusal{
    "a Java bean",
    "write it in simple, which knows Camel's own functions",
};

constexpr Field kFields[] = {
    {.name = "beanType"},
    {.name = "method"},
    {.name = "ref"},
    {.name = "resultType"},
    {.name = "scope"},
    {.name = "validate", .type = FieldType::Bool},
};

}  // namespace

LanguageSpec method() {
  return {.name = "method",
          .summary = "A method of a Java bean. Not supported: it needs a Java bean.",
          .fields = kFields,
          .example = "method: {ref: myBean, method: run}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::languages
