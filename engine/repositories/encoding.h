// Messages as bytes, for the media that keep them.
#pragma once

#include <string>
#include <string_view>

#include "engine/aggregation.h"

namespace kamel {

/// Body, headers, properties, variables, exception and id. Values keep their kinds; of objects there stay lists' messages and exchanges, what they convert to, or
/// else their text. Objects that only this process could use (a property that holds a repository) are left out.
std::string encode(const Outcome& outcome);
/// The same with a text in front: what the message belongs to.
std::string encode(std::string_view label, const Outcome& outcome);

struct Decoded {
  std::string label;
  Outcome outcome;
};
/// Fails with java.io.InvalidObjectException where the bytes are none of `encode`'s.
Result<Decoded> decode(std::string_view bytes);

}  // namespace kamel
