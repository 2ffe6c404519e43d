// wasm: WebAssembly functions; refused, since it needs a WebAssembly runtime, which is not built in.
#include "engine/languages/shared/refused.h"

namespace kamel::languages {
namespace {

constexpr Refusal kRefusal{
    "a WebAssembly runtime, which is not built in",
    "write it in jq",
};

constexpr Field kFields[] = {
    {.name = "module"},
    {.name = "resultType"},
};

}  // namespace

LanguageSpec wasm() {
  return {.name = "wasm",
          .summary = "WebAssembly functions. Not supported: it needs a WebAssembly runtime, which is not built in.",
          .fields = kFields,
          .example = "wasm: {expression: f, module: f.wasm}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::languages
