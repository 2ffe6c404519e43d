// jq's paths, read without libjq.
#include "engine/languages/jq/path.h"

#include <cctype>
#include <charconv>

namespace kamel::languages::jq_lang {
namespace {

bool begins_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool in_name(char c) { return begins_name(c) || std::isdigit(static_cast<unsigned char>(c)) != 0; }

std::string_view kind_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::Null:
      return "null";
    case Value::Kind::Bool:
      return "boolean";
    case Value::Kind::Int:
    case Value::Kind::Long:
    case Value::Kind::Double:
      return "number";
    case Value::Kind::List:
      return "array";
    case Value::Kind::Map:
      return "object";
    default:
      return "string";
  }
}

Error failure(std::string message) { return Error("net.thisptr.jackson.jq.exception.JsonQueryException", std::move(message)); }

/// A quoted name without escapes at `place`, which moves behind its closing quote.
std::optional<std::string> quoted(std::string_view text, std::size_t& place) {
  const std::size_t end = text.find_first_of("\"\\", place + 1);
  if (end == std::string_view::npos || text[end] != '"') return std::nullopt;
  std::string name(text.substr(place + 1, end - place - 1));
  place = end + 1;
  return name;
}

}  // namespace

std::optional<Path> Path::parse(std::string_view program) {
  Path path;
  if (program == ".") return path;
  if (!program.starts_with('.')) return std::nullopt;
  for (std::size_t place = 0; place < program.size();) {
    Part part;
    const bool dotted = program[place] == '.';
    if (dotted) ++place;
    if (place >= program.size()) return std::nullopt;
    const char c = program[place];
    if (dotted && begins_name(c)) {
      const std::size_t start = place;
      while (place < program.size() && in_name(program[place])) ++place;
      part.name = program.substr(start, place - start);
    } else if (dotted && c == '"') {
      auto name = quoted(program, place);
      if (!name) return std::nullopt;
      part.name = std::move(*name);
    } else if (c == '[') {
      if (dotted && place > 1) return std::nullopt;  // .a.[0] is no jq
      ++place;
      if (place < program.size() && program[place] == '"') {
        auto name = quoted(program, place);
        if (!name) return std::nullopt;
        part.name = std::move(*name);
      } else if (place < program.size() && program[place] == ']') {
        part.kind = Part::Kind::Each;
      } else {
        std::int32_t index = 0;
        const auto [end, error] = std::from_chars(program.data() + place, program.data() + program.size(), index);
        if (error != std::errc()) return std::nullopt;
        part.kind = Part::Kind::Index;
        part.index = index;
        place = static_cast<std::size_t>(end - program.data());
      }
      if (place >= program.size() || program[place] != ']') return std::nullopt;
      ++place;
    } else {
      return std::nullopt;
    }
    path.parts_.push_back(std::move(part));
  }
  return path;
}

Result<List> Path::run(const Value& input) const {
  List outputs;
  if (Error error = walk(input, 0, outputs)) return error;
  return outputs;
}

Error Path::walk(const Value& input, std::size_t place, List& outputs) const {
  if (place == parts_.size()) {
    outputs.push_back(input);
    return {};
  }
  const Part& part = parts_[place];
  switch (part.kind) {
    case Part::Kind::Field: {
      if (!input.is_map() && !input.is_null()) return failure("Cannot index " + std::string(kind_of(input)) + " with string \"" + part.name + "\"");
      const Value* found = input.is_map() ? input.map().find(part.name) : nullptr;
      return walk(found != nullptr ? *found : Value(), place + 1, outputs);
    }
    case Part::Kind::Index: {
      if (!input.is_list() && !input.is_null()) return failure("Cannot index " + std::string(kind_of(input)) + " with number");
      if (input.is_null()) return walk(Value(), place + 1, outputs);
      const auto size = static_cast<std::int64_t>(input.list().size());
      const std::int64_t index = part.index < 0 ? size + part.index : part.index;
      return walk(index >= 0 && index < size ? input.list()[static_cast<std::size_t>(index)] : Value(), place + 1, outputs);
    }
    case Part::Kind::Each:
      break;
  }
  if (input.is_list()) {
    for (const Value& item : input.list()) {
      if (Error error = walk(item, place + 1, outputs)) return error;
    }
    return {};
  }
  if (!input.is_map()) return failure("Cannot iterate over " + std::string(kind_of(input)));
  for (const Map::Entry& entry : input.map()) {
    if (Error error = walk(entry.value, place + 1, outputs)) return error;
  }
  return {};
}

}  // namespace kamel::languages::jq_lang
