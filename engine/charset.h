// Other encodings than UTF-8, by iconv.
#pragma once

#include "dsl/error.h"
#include "dsl/slice.h"

namespace kamel {

/// Whether there is an encoding of this name (Java's and iconv's names are the same for the usual ones).
bool is_charset(const std::string& name);
/// `text` in another encoding. Fails with java.nio.charset.UnsupportedCharsetException; what cannot be said in it becomes '?', as in Java.
Result<Slice> recode(const Slice& text, const std::string& from, const std::string& to);

}  // namespace kamel
