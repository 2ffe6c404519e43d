// Upper and lower case of UTF-8 text, for the alphabets that have it.
#pragma once

#include "dsl/slice.h"

namespace kamel::simple {

/// ASCII, Latin-1, Latin Extended-A, Greek and Cyrillic; everything else stays as it is.
Slice to_upper(const Slice& text);
Slice to_lower(const Slice& text);
/// Whether the character is a letter (all beyond ASCII count as letters).
bool is_letter(unsigned char c) noexcept;

}  // namespace kamel::simple
