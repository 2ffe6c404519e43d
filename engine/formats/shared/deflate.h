// zlib's streams as whole texts.
#pragma once

#include "dsl/error.h"
#include "dsl/slice.h"

namespace kamel::formats {

enum class Wrapping : std::uint8_t { Zlib, Gzip, Raw };

/// `level` is -1 (zlib's own) or 0 to 9.
Slice deflate_all(std::string_view bytes, Wrapping wrapping, int level = -1);

/// Fails with `java.io.IOException` (no Gzip at all), `java.util.zip.ZipException` (broken Gzip) or what Java's InflaterInputStream throws, or when the result is longer than `limit`.
/// `used` is where the stream ended. Several Gzip members one after the other are one text.
Result<Slice> inflate_all(std::string_view bytes, Wrapping wrapping, std::size_t limit = std::size_t{1} << 30, std::size_t* used = nullptr);

}  // namespace kamel::formats
