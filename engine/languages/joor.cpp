// joor: Java through jOOR; refused, since it needs a JVM and a Java compiler.
#include "engine/languages/shared/refused.h"

namespace kamel::languages {
namespace {

constexpr Refusal kRefusal{
    "a JVM and a Java compiler",
    "write it in simple or jq",
};

constexpr Field kFields[] = {
    {.name = "preCompile", .type = FieldType::Bool},
    {.name = "resultType"},
    {.name = "singleQuotes", .type = FieldType::Bool},
};

}  // namespace

LanguageSpec joor() {
  return {.name = "joor",
          .summary = "Java through jOOR. Not supported: it needs a JVM and a Java compiler.",
          .fields = kFields,
          .example = "joor: body.toString()",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::languages
