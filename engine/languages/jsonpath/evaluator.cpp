// Walking a document along a path, with Jayway's rules of what is missing and what is an error.
#include <algorithm>

#include "engine/compare.h"
#include "engine/languages/jsonpath/path.h"

namespace kamel::languages::json_path {
namespace {

/// Each .. or * multiplies what those before it have found: without a bound $..*..*..*..* would take all memory of the process.
constexpr std::size_t kMostResults = 10'000'000, kMostPaths = 1'000'000;

/// How the walk came to where it is: a chain on the stack, made to text only for messages and AS_PATH_LIST.
struct Trail {
  const Trail* up = nullptr;
  std::string_view name;
  std::int64_t index = -1;
  enum class Kind : std::uint8_t { Root, Name, Index, Names } kind = Kind::Root;
  const std::vector<std::string>* names = nullptr;

  std::string text() const {
    if (kind == Kind::Root) return std::string(name);
    std::string before = up->text();
    if (kind == Kind::Index) return before + "[" + std::to_string(index) + "]";
    if (kind == Kind::Name) return before + "['" + std::string(name) + "']";
    std::string list;
    for (const std::string& one : *names) list += (list.empty() ? "'" : ", '") + one + "'";
    return before + "[" + list + "]";
  }
};

Error not_found(std::string message) { return Error("com.jayway.jsonpath.PathNotFoundException", std::move(message)); }

/// Each step says whether to go on; the error that stopped the walk is kept.
class Walk {
 public:
  Walk(const Path& path, const Value& document, unsigned options) : path_(path), document_(document), options_(options) {}

  bool run(const Value& start) {
    const Trail root{nullptr, path_.from_document ? "$" : "@", -1, Trail::Kind::Root, nullptr};
    return at(0, start, root);
  }
  List& results() noexcept { return results_; }
  List& paths() noexcept { return paths_; }
  const Error& error() const noexcept { return error_; }

 private:
  bool has(Option option) const noexcept { return (options_ & option) != 0; }
  bool fail(Error error) {
    error_ = std::move(error);
    return false;
  }
  /// A part that is not there is an error only where the path up to it could give one result only.
  bool missing(const Token& token, const auto& describe) {
    if (!token.upstream_definite || has(kSuppress)) return true;
    return fail(not_found(describe()));
  }
  bool add(const Value& value, const Trail& trail) {
    if (results_.size() >= (has(kAsPaths) ? kMostPaths : kMostResults)) {
      return fail(Error("java.lang.OutOfMemoryError", "the JSONPath " + path_.text() + " has more than " + std::to_string(results_.size()) + " results here"));
    }
    results_.push_back(value);
    if (has(kAsPaths)) paths_.push_back(Value(trail.text()));
    return true;
  }

  bool at(std::size_t place, const Value& model, const Trail& trail);
  bool properties(std::size_t place, const Value& model, const Trail& trail);
  bool property(std::size_t place, const Map& model, const std::string& name, const Trail& trail);
  bool merge(std::size_t place, const Map& model, const Trail& trail);
  bool array(std::size_t place, const Value& model, const Trail& trail);
  bool slice(std::size_t place, const List& list, const Trail& trail);
  bool element(std::size_t place, const List& list, std::int64_t index, const Trail& trail);
  bool wildcard(std::size_t place, const Value& model, const Trail& trail);
  bool filter(std::size_t place, const Value& model, const Trail& trail);
  bool function(std::size_t place, const Value& model, const Trail& trail);
  bool scan(std::size_t place, const Value& model, const Trail& trail);
  bool scan_list(std::size_t place, const Value& model, const Trail& trail);
  bool scan_applies(const Token& token, const Value& model, bool& applies);
  bool swallow(bool went_on) {
    if (went_on || has(kRequireProperties) || !error_.is_a("com.jayway.jsonpath.PathNotFoundException")) return went_on;
    error_ = {};
    return true;
  }

  const Path& path_;
  const Value& document_;
  unsigned options_;
  List results_, paths_;
  Error error_;
};

bool Walk::at(std::size_t place, const Value& model, const Trail& trail) {
  if (place == path_.tokens.size()) return add(model, trail);
  switch (path_.tokens[place].kind) {
    case Token::Kind::Property:
      return properties(place, model, trail);
    case Token::Kind::Index:
    case Token::Kind::Slice:
      return array(place, model, trail);
    case Token::Kind::Wildcard:
      return wildcard(place, model, trail);
    case Token::Kind::Scan:
      return scan(place, model, trail);
    case Token::Kind::Filter:
      return filter(place, model, trail);
    case Token::Kind::Function:
      return function(place, model, trail);
  }
  return true;
}

bool Walk::properties(std::size_t place, const Value& model, const Trail& trail) {
  const Token& token = path_.tokens[place];
  if (!model.is_map()) {
    return missing(token, [&] {
      std::string names;
      for (const std::string& name : token.names) names += (names.empty() ? "'" : ", '") + name + "'";
      return "Expected to find an object with property [" + names + "] in path " + trail.text() + " but found '" +
             (model.is_null() ? "null" : std::string(model.java_class())) +
             "'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.";
    });
  }
  if (token.names.size() == 1) return property(place, model.map(), token.names[0], trail);
  if (token.leaf) return merge(place, model.map(), trail);
  return std::ranges::all_of(token.names, [&](const std::string& name) { return property(place, model.map(), name, trail); });
}

bool Walk::property(std::size_t place, const Map& model, const std::string& name, const Trail& trail) {
  const Token& token = path_.tokens[place];
  const Trail here{&trail, name, -1, Trail::Kind::Name, nullptr};
  if (const Value* found = model.find(name)) return at(place + 1, *found, here);
  if (token.leaf) {
    if (has(kLeafToNull)) return at(place + 1, Value(), here);
    if (has(kSuppress) || !has(kRequireProperties)) return true;
    return fail(not_found("No results for path: " + here.text()));
  }
  if (!(token.upstream_definite && token.definite()) && !has(kRequireProperties)) return true;
  if (has(kSuppress)) return true;
  return fail(not_found("Missing property in path " + here.text()));
}

bool Walk::merge(std::size_t place, const Map& model, const Trail& trail) {
  const Token& token = path_.tokens[place];
  Map merged;
  for (const std::string& name : token.names) {
    if (const Value* found = model.find(name)) {
      merged.set(Slice(name), *found);
    } else if (has(kLeafToNull)) {
      merged.set(Slice(name), Value());
    } else if (has(kRequireProperties)) {
      return fail(not_found("Missing property in path " + trail.text() + "['" + name + "']"));
    }
  }
  return add(Value(std::move(merged)), Trail{&trail, {}, -1, Trail::Kind::Names, &token.names});
}

bool Walk::array(std::size_t place, const Value& model, const Trail& trail) {
  const Token& token = path_.tokens[place];
  if (!model.is_list()) {
    return missing(token, [&] {
      if (model.is_null()) return "The path " + trail.text() + " is null";
      Path only;
      only.tokens.emplace_back();
      only.tokens[0].kind = token.kind;
      only.tokens[0].indices = token.indices;
      only.tokens[0].from = token.from;
      only.tokens[0].to = token.to;
      return "Filter: " + only.text().substr(1) + " can only be applied to arrays. Current context is: " + std::string(model.java_class());
    });
  }
  const List& list = model.list();
  if (token.kind == Token::Kind::Slice) return slice(place, list, trail);
  return std::ranges::all_of(token.indices, [&](std::int64_t index) { return element(place, list, index, trail); });
}

bool Walk::slice(std::size_t place, const List& list, const Trail& trail) {
  const Token& token = path_.tokens[place];
  const auto size = static_cast<std::int64_t>(list.size());
  std::int64_t from = token.from.value_or(0);
  std::int64_t to = token.to.value_or(size);
  // Negative ends count from the back only where they are the only end; [-2:-1] works since each index counts so by itself.
  if (token.from && !token.to && from < 0) from = std::max<std::int64_t>(size + from, 0);
  if (token.to && !token.from && to < 0) to = size + to;
  to = std::min(to, size);
  for (std::int64_t index = std::max(from, -size); index < to; ++index) {
    if (!element(place, list, index, trail)) return false;
  }
  return true;
}

bool Walk::element(std::size_t place, const List& list, std::int64_t index, const Trail& trail) {
  const auto size = static_cast<std::int64_t>(list.size());
  const std::int64_t effective = index < 0 ? size + index : index;
  if (effective < 0 || effective >= size) return true;
  return at(place + 1, list[static_cast<std::size_t>(effective)], Trail{&trail, {}, index, Trail::Kind::Index, nullptr});
}

bool Walk::wildcard(std::size_t place, const Value& model, const Trail& trail) {
  if (model.is_map()) {
    for (const Map::Entry& entry : model.map()) {
      if (!swallow(at(place + 1, entry.value, Trail{&trail, entry.key.view(), -1, Trail::Kind::Name, nullptr}))) return false;
    }
  } else if (model.is_list()) {
    for (std::size_t i = 0; i < model.list().size(); ++i) {
      if (!swallow(element(place, model.list(), static_cast<std::int64_t>(i), trail))) return false;
    }
  }
  return true;
}

bool Walk::filter(std::size_t place, const Value& model, const Trail& trail) {
  const Token& token = path_.tokens[place];
  if (model.is_list()) {
    const List& list = model.list();
    for (std::size_t i = 0; i < list.size(); ++i) {
      Result<bool> accepted = accepts(*token.filter, list[i], document_, options_);
      if (!accepted) return fail(accepted.error());
      if (*accepted && !element(place, list, static_cast<std::int64_t>(i), trail)) return false;
    }
    return true;
  }
  if (!model.is_map()) {
    if (!token.upstream_definite) return true;
    return fail(Error("com.jayway.jsonpath.InvalidPathException",
                      "Filter: [?] can not be applied to primitives. Current context is: " + std::string(model.java_class())));
  }
  Result<bool> accepted = accepts(*token.filter, model, document_, options_);
  if (!accepted) return fail(accepted.error());
  return !*accepted || at(place + 1, model, trail);
}

bool Walk::function(std::size_t place, const Value& model, const Trail& trail) {
  Result<Value> result = call(path_.tokens[place], model, document_, options_);
  if (!result) return fail(result.error());
  if (place + 1 < path_.tokens.size()) add(*result, trail);
  return at(place + 1, *result, trail);
}

/// Whether what stands behind `..` is to be tried on this part of the document.
bool Walk::scan_applies(const Token& token, const Value& model, bool& applies) {
  applies = false;
  switch (token.kind) {
    case Token::Kind::Wildcard:
      applies = true;
      return true;
    case Token::Kind::Index:
    case Token::Kind::Slice:
      applies = model.is_list();
      return true;
    case Token::Kind::Property:
      applies = model.is_map() && (!token.definite() || (token.leaf && has(kLeafToNull)) ||
                                   std::ranges::all_of(token.names, [&](const std::string& name) { return model.map().find(name) != nullptr; }));
      return true;
    case Token::Kind::Filter: {
      Result<bool> accepted = accepts(*token.filter, model, document_, options_);
      if (!accepted) return fail(accepted.error());
      applies = *accepted;
      return true;
    }
    default:
      return true;
  }
}

bool Walk::scan(std::size_t place, const Value& model, const Trail& trail) {
  if (place + 1 >= path_.tokens.size()) return true;
  if (model.is_list()) return scan_list(place, model, trail);
  if (!model.is_map()) return true;
  bool applies = false;
  if (!scan_applies(path_.tokens[place + 1], model, applies) || (applies && !at(place + 1, model, trail))) return false;
  for (const Map::Entry& entry : model.map()) {
    if (!scan(place, entry.value, Trail{&trail, entry.key.view(), -1, Trail::Kind::Name, nullptr})) return false;
  }
  return true;
}

/// In a list, what follows the next token is tried on each item at once: a trait of Jayway that results depend on.
bool Walk::scan_list(std::size_t place, const Value& model, const Trail& trail) {
  const Token& next = path_.tokens[place + 1];
  const List& list = model.list();
  bool applies = false;
  if (!scan_applies(next, model, applies)) return false;
  if (applies && next.leaf && !at(place + 1, model, trail)) return false;
  for (std::size_t i = 0; applies && !next.leaf && i < list.size(); ++i) {
    if (!at(place + 2, list[i], Trail{&trail, {}, static_cast<std::int64_t>(i), Trail::Kind::Index, nullptr})) return false;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!scan(place, list[i], Trail{&trail, {}, static_cast<std::int64_t>(i), Trail::Kind::Index, nullptr})) return false;
  }
  return true;
}

Error no_results(const Path& path) { return not_found("No results for path: " + path.text()); }

/// What the walk found, as the path's form has it.
Result<Value> outcome(const Path& path, Walk& walk) {
  if (!path.definite) return Value(std::move(walk.results()));
  if (walk.results().empty()) return no_results(path);
  return std::move(walk.results().items().back());
}

Value nothing_found(const Path& path) { return path.definite ? Value() : Value(List()); }

}  // namespace

const Value* follow(const Path& path, const Value& start) noexcept {
  const Value* here = &start;
  for (const Token& token : path.tokens) {
    if (!here->is_map() || (here = here->map().find(token.names[0])) == nullptr) return nullptr;
  }
  return here;
}

Result<Value> read_inner(const Path& path, const Value& start, const Value& document, unsigned options) {
  Walk walk(path, document, options & ~static_cast<unsigned>(kAsPaths));
  if (!walk.run(start)) return walk.error();
  if (walk.results().empty() && path.definite && (options & kSuppress) != 0) return Value();
  return outcome(path, walk);
}

Result<Value> read(const Path& path, const Value& document, unsigned options) {
  const auto has = [options](Option option) { return (options & option) != 0; };
  if (path.function && (has(kAsPaths) || has(kAlwaysList))) {
    if (has(kSuppress)) return nothing_found(path);
    return Error("com.jayway.jsonpath.JsonPathException", "Options AS_PATH_LIST and ALWAYS_RETURN_LIST are not allowed when using path functions!");
  }
  if (path.straight && !has(kAsPaths) && !has(kAlwaysList)) {
    if (const Value* found = follow(path, document)) return *found;  // else the walk says what is missing
  }
  Walk walk(path, document, options);
  if (!walk.run(document)) return walk.error();  // kSuppress is about what is missing only
  if (has(kAsPaths)) {
    if (walk.paths().empty() && !has(kSuppress)) return no_results(path);
    return Value(std::move(walk.paths()));
  }
  if (walk.results().empty() && has(kSuppress)) return has(kAlwaysList) ? Value(List()) : nothing_found(path);
  Result<Value> found = outcome(path, walk);
  if (found && has(kAlwaysList) && path.definite) return Value(List{*found});
  return found;
}

Result<bool> finds(const Path& path, const Value& document, unsigned options) {
  const bool one_verdict = path.tokens.size() == 1 && path.tokens[0].kind == Token::Kind::Filter && document.is_map();  // $[?(…)] of an object
  if (one_verdict && (options & kAsPaths) == 0) {
    return accepts(*path.tokens[0].filter, document, document, options);
  }
  const Result<Value> found = read(path, document, options);
  if (!found) return found.error();
  return is_true(*found);
}

}  // namespace kamel::languages::json_path
