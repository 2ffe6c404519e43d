// xquery: XQuery; refused, since it needs Saxon, which runs in a JVM.
#include "engine/languages/shared/refused.h"

namespace kamel::languages {
namespace {

constexpr Refusal kRefusal{
    "Saxon, which runs in a JVM",
    "use xpath, or an XSLT stylesheet with to: xslt",
};

constexpr Field kFields[] = {
    {.name = "configurationRef"},
    {.name = "namespace", .type = FieldType::Any},
    {.name = "resultType"},
    {.name = "source"},
};

}  // namespace

LanguageSpec xquery() {
  return {.name = "xquery",
          .summary = "XQuery. Not supported: it needs Saxon, which runs in a JVM.",
          .fields = kFields,
          .example = "xquery: /a/b",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::languages
