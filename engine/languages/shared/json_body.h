// Reading a value as JSON, each body's bytes once.
#pragma once

#include "dsl/json.h"
#include "engine/exchange.h"

namespace kamel {
struct Program;
}

namespace kamel::languages {

/// The tree of `text`. The tree of the bytes that were parsed last is kept in the exchange, so that five expressions on one body parse it once.
/// The tree is shared: what is handed on to be changed must be a copy.
Result<Value> parse_json(const Slice& text, Exchange& exchange);

/// The parts of JSON bodies that the expressions of one program look at: they are read together, in one pass over the text. Complete when
/// the program is.
struct JsonParts {
  json::Selection wanted;
  const std::uint64_t number = next_number();  // of its kind, never used again: tells whose parts a tree holds

 private:
  static std::uint64_t next_number() noexcept;
};
/// Those of the program that is being compiled, which keeps them.
std::shared_ptr<JsonParts> parts_of(Program& program);
/// `parse_json`, but the tree need only hold these parts.
Result<Value> parse_json(const Slice& text, Exchange& exchange, const JsonParts& parts);

/// A value that the JSON languages can read as it is: lists, maps, and objects that stand for one (a JSON tree); nothing: no structure.
std::optional<Value> as_tree(const Value& value);

}  // namespace kamel::languages
