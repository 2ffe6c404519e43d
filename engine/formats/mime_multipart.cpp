// mimeMultipart: MIME multipart; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "messages with attachments, which there are not",
    "call a service that speaks it, over HTTP or Kafka",
};

constexpr Field kFields[] = {
    {.name = "binaryContent", .type = FieldType::Bool},
    {.name = "headersInline", .type = FieldType::Bool},
    {.name = "includeHeaders"},
    {.name = "multipartSubType"},
    {.name = "multipartWithoutAttachment", .type = FieldType::Bool},
};

}  // namespace

FormatSpec mime_multipart() {
  return {.name = "mimeMultipart",
          .summary = "MIME multipart. Not supported: it needs messages with attachments, which there are not.",
          .fields = kFields,
          .example = "mimeMultipart: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
