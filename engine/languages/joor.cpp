// joor: Java through jOOR; refused, since it needs a JVM and a Java compiler.
#include "engine/languages/shared/java_source.h"

namespace kamel::languages {

LanguageSpec joor() {
  return {.name = "joor",
          .summary = "Java through jOOR. Not supported: it needs a JVM and a Java compiler.",
          .fields = kJavaFields,
          .example = "joor: body.toString()",
          .compile = refuse<kJavaRefusal>,
          .refused = true};
}

}  // namespace kamel::languages
