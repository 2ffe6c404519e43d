// Reading a value as JSON, each body's bytes once.
#pragma once

#include "engine/exchange.h"

namespace kamel::languages {

/// The tree of `text`. The tree of the bytes that were parsed last is kept in the exchange, so that five expressions on one body parse it once.
/// The tree is shared: what is handed on to be changed must be a copy.
Result<Value> parse_json(const Slice& text, Exchange& exchange);

/// A value that the JSON languages can read as it is: lists, maps, and objects that stand for one (a JSON tree); nothing: no structure.
std::optional<Value> as_tree(const Value& value);

}  // namespace kamel::languages
