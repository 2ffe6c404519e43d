// What data formats share: a body's bytes, and a result's.
#pragma once

#include "engine/assembler.h"
#include "engine/convert.h"
#include "engine/exchange.h"

namespace kamel::formats {

/// The body as an InputStream: uncopied where it is text, bytes or a stream. Fails with NoTypeConversionAvailableException, for null as well.
Result<Slice> bytes_of(const Value& body);

/// `type` is a literal.
inline void set_content_type(Exchange& exchange, std::string_view type) {
  exchange.message.headers.set(Slice::literal("Content-Type"), Value(Slice::literal(type)));
}

/// For fields that concern Java objects only.
inline constexpr std::string_view kNoBeans = "there are no Java objects here, only maps, lists and plain values";
inline constexpr std::string_view kNoMapper = "there is no Jackson ObjectMapper here; say what you need with the other options";

}  // namespace kamel::formats
