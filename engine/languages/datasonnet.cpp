// datasonnet: DataSonnet; refused, since it needs the DataSonnet library, which runs in a JVM.
#include "engine/languages/shared/refused.h"

namespace kamel::languages {
namespace {

constexpr Refusal kRefusal{
    "the DataSonnet library, which runs in a JVM",
    "write the mapping in jq",
};

constexpr Field kFields[] = {
    {.name = "bodyMediaType"},
    {.name = "outputMediaType"},
    {.name = "resultType"},
    {.name = "source"},
};

}  // namespace

LanguageSpec datasonnet() {
  return {.name = "datasonnet",
          .summary = "DataSonnet. Not supported: it needs the DataSonnet library, which runs in a JVM.",
          .fields = kFields,
          .example = "datasonnet: \"{a: payload.a}\"",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::languages
