// rss: RSS; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "the ROME library, which runs in a JVM",
    "use xpath or jacksonXml: RSS is XML",
};

}  // namespace

FormatSpec rss() {
  return {.name = "rss",
          .summary = "RSS. Not supported: it needs the ROME library, which runs in a JVM.",
          .example = "rss: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
