// java: Java; refused, since it needs a JVM and a Java compiler.
#include "engine/languages/shared/java_source.h"

namespace kamel::languages {

LanguageSpec java() {
  return {.name = "java",
          .summary = "Java. Not supported: it needs a JVM and a Java compiler.",
          .fields = kJavaFields,
          .example = "java: body.toString()",
          .compile = refuse<kJavaRefusal>,
          .refused = true};
}

}  // namespace kamel::languages
