// barcode: barcodes; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "an image library (ZXing, in Java)",
    "call a service that speaks it, over HTTP or Kafka",
};

constexpr Field kFields[] = {
    {.name = "barcodeFormat"},
    {.name = "height", .type = FieldType::Int},
    {.name = "imageType"},
    {.name = "width", .type = FieldType::Int},
};

}  // namespace

FormatSpec barcode() {
  return {.name = "barcode",
          .summary = "Barcodes. Not supported: it needs an image library (ZXing, in Java).",
          .fields = kFields,
          .example = "barcode: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
