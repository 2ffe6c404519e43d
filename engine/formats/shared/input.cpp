// A body's bytes.
#include "engine/formats/shared/input.h"

namespace kamel::formats {

Result<Slice> bytes_of(const Value& body) {
  if (body.is_bytes_like()) return body.slice();
  const auto unavailable = [](std::string_view type) {
    return Error("org.apache.camel.NoTypeConversionAvailableException", "No type converter available to convert from type: " + std::string(type) +
                                                                            " to the required type: java.io.InputStream");
  };
  if (body.is_null()) return unavailable("null");
  Result<Value> stream = convert(body, "java.io.InputStream");
  if (!stream) return stream.error();
  if (!stream->is_bytes_like()) return unavailable(body.java_class());
  return stream->slice();
}

}  // namespace kamel::formats
