// lzf: LZF; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "the LZF library, which is not built in",
    "use gzipDeflater",
};

constexpr Field kFields[] = {
    {.name = "usingParallelCompression", .type = FieldType::Bool},
};

}  // namespace

FormatSpec lzf() {
  return {.name = "lzf",
          .summary = "LZF. Not supported: it needs the LZF library, which is not built in.",
          .fields = kFields,
          .example = "lzf: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
