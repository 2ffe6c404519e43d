// syslog: syslog; refused.
#include "engine/formats/shared/refused.h"

namespace kamel::formats {
namespace {

constexpr Refusal kRefusal{
    "Java's SyslogMessage objects",
    "read the line with simple's regex functions or tokenize",
};

}  // namespace

FormatSpec syslog() {
  return {.name = "syslog",
          .summary = "Syslog. Not supported: it needs Java's SyslogMessage objects.",
          .example = "syslog: {}",
          .compile = refuse<kRefusal>,
          .refused = true};
}

}  // namespace kamel::formats
