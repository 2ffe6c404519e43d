// ical: iCalendar; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "the ical4j library, which runs in a JVM",
    "call a service that speaks it, over HTTP or Kafka",
};

constexpr Field kFields[] = {
    {.name = "validating", .type = FieldType::Bool},
};

}  // namespace

FormatSpec ical() {
  return {.name = "ical",
          .summary = "ICalendar. Not supported: it needs the ical4j library, which runs in a JVM.",
          .fields = kFields,
          .example = "ical: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
