// univocityFixed: uniVocity's fixed-length records; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "the uniVocity library, which runs in a JVM",
    "cut the lines with tokenize, and take columns with simple's substring functions",
};

constexpr Field kFields[] = {
    {.name = "asMap", .type = FieldType::Bool},
    {.name = "comment"},
    {.name = "emptyValue"},
    {.name = "headerExtractionEnabled", .type = FieldType::Bool},
    {.name = "headersDisabled", .type = FieldType::Bool},
    {.name = "ignoreLeadingWhitespaces", .type = FieldType::Bool},
    {.name = "ignoreTrailingWhitespaces", .type = FieldType::Bool},
    {.name = "lazyLoad", .type = FieldType::Bool},
    {.name = "lineSeparator"},
    {.name = "normalizedLineSeparator"},
    {.name = "nullValue"},
    {.name = "numberOfRecordsToRead", .type = FieldType::Int},
    {.name = "padding"},
    {.name = "recordEndsOnNewline", .type = FieldType::Bool},
    {.name = "skipEmptyLines", .type = FieldType::Bool},
    {.name = "skipTrailingCharsUntilNewline", .type = FieldType::Bool},
    {.name = "univocityHeader", .type = FieldType::Any},
};

}  // namespace

FormatSpec univocity_fixed() {
  return {.name = "univocityFixed",
          .summary = "uniVocity's fixed-length records. Not supported: it needs the uniVocity library, which runs in a JVM.",
          .fields = kFields,
          .example = "univocityFixed: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
