// Other encodings than UTF-8, by iconv.
#pragma once

#include <string>

#include "dsl/error.h"
#include "dsl/slice.h"
#include "dsl/value.h"

namespace kamel {

class Exchange;

/// Whether there is an encoding of this name (Java's and iconv's names are the same for the usual ones).
bool is_charset(const std::string& name);
/// `text` in another encoding. Fails with java.nio.charset.UnsupportedCharsetException; what cannot be said in it becomes '?', in UTF-8 U+FFFD, as in Java.
Result<Slice> recode(const Slice& text, const std::string& from, const std::string& to);

/// The bytes that a text is in the charset, or the text that bytes of the charset are; anything else as it is. Text is UTF-8 inside.
Result<Value> recoded(const Value& value, bool to_bytes, const std::string& charset);

/// The charset that the exchange names for its bytes (its property CamelCharsetName), where that is another than UTF-8; else "".
std::string charset_of(const Exchange& exchange);
/// As to_text of one value, but that bytes are read in the exchange's charset, as Camel's conversions to String do.
Slice to_text(const Value& value, const Exchange& exchange);

}  // namespace kamel
