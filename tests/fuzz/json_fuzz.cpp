// Any bytes as JSON: what is read and written must read back the same.
#include <cmath>
#include <cstdlib>

#include "dsl/json.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const kamel::Slice text(std::string_view(reinterpret_cast<const char*>(data), size));
  const auto value = kamel::json::parse(text);
  if (value.has_error()) {
    if (value.error().message().empty()) std::abort();
    return 0;
  }
  const kamel::Slice written = kamel::json::write(*value);
  const auto again = kamel::json::parse(written);
  if (again.has_error() || !(kamel::json::write(*again) == written)) std::abort();
  kamel::json::write(*value, kamel::json::Style::Pretty);
  return 0;
}
