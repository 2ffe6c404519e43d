#include "connectors/json_validator/schema.h"

#include <algorithm>

#include "connectors/resources/resource.h"
#include "dsl/json.h"
#include "dsl/uri.h"
#include "engine/languages/shared/pattern.h"

namespace kamel::json_schema {
namespace {

constexpr std::size_t kDepth = 500;

Error unusable(std::string why) { return Error("com.networknt.schema.JsonSchemaException", std::move(why)); }

std::string_view text_of(const Value& map, std::string_view key) {
  const Value* value = map.is_map() ? map.map().find(key) : nullptr;
  return value != nullptr && value->is_text() ? value->slice().view() : std::string_view();
}

// "dir/a.json" and "b.json" → "dir/b.json"
std::string beside(const std::string& file, std::string_view other) {
  if (other.starts_with("file:")) other.remove_prefix(5);
  if (other.starts_with('/')) return std::string(other);
  const std::size_t slash = file.rfind('/');
  return (slash == std::string::npos ? "" : file.substr(0, slash + 1)) + std::string(other);
}

// "~1" is a slash, "~0" a tilde.
std::string unescaped(std::string_view token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool escape = token[i] == '~' && i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1');
    out += escape ? (token[i + 1] == '1' ? '/' : '~') : token[i];
    if (escape) ++i;
  }
  return out;
}

const Value* at_pointer(const Value* value, std::string_view pointer) {
  while (!pointer.empty() && value != nullptr) {
    pointer.remove_prefix(1);
    const std::size_t slash = pointer.find('/');
    const std::string token = unescaped(percent_decode(pointer.substr(0, slash)));
    if (value->is_map()) {
      value = value->map().find(token);
    } else if (value->is_list()) {
      const auto index = static_cast<std::size_t>(std::strtoull(token.c_str(), nullptr, 10));
      value = index < value->list().size() ? &value->list()[index] : nullptr;
    } else {
      value = nullptr;
    }
    pointer = slash == pointer.npos ? std::string_view() : pointer.substr(slash);
  }
  return value;
}

// Appends the way from one value down to another.
bool leads_to(const Value& from, const Value& wanted, std::string& path) {
  if (&from == &wanted) return true;
  const std::size_t here = path.size();
  const auto down = [&](const Value& next, const std::string& step) {
    path += step;
    if (leads_to(next, wanted, path)) return true;
    path.resize(here);
    return false;
  };
  if (from.is_map()) return std::ranges::any_of(from.map(), [&](const Map::Entry& entry) { return down(entry.value, "." + entry.key.str()); });
  if (!from.is_list()) return false;
  std::size_t index = 0;
  return std::ranges::any_of(from.list(), [&](const Value& item) { return down(item, "[" + std::to_string(index++) + "]"); });
}

}  // namespace

Schema::Schema() = default;
Schema::~Schema() = default;

Result<std::shared_ptr<const Schema>> Schema::parse(const Slice& text, const std::string& path) {
  auto root = json::parse(text);
  if (!root) return root.error();
  std::shared_ptr<Schema> schema(new Schema());
  schema->path_ = path;
  const Value& kept = schema->files_.emplace(path, root->detached()).first->second;
  const std::string_view draft = text_of(kept, "$schema");
  const bool old = draft.find("draft-0") != draft.npos;
  schema->formats_ = old;
  schema->siblings_ = !old;
  if (auto prepared = schema->prepare(kept, path, 0); !prepared) return prepared.error();
  return std::shared_ptr<const Schema>(std::move(schema));
}

Result<const Value*> Schema::file(const std::string& path) {
  if (const auto known = files_.find(path); known != files_.end()) return &known->second;
  const auto text = resources::read("file:" + path);
  if (!text) return unusable("Failed to load json schema: " + path + " does not exist");
  auto tree = json::parse(*text);
  if (!tree) return unusable("Failed to load json schema " + path + ": " + std::string(tree.error().message()));
  const Value& kept = files_.emplace(path, tree->detached()).first->second;
  if (auto prepared = prepare(kept, path, 0); !prepared) return prepared.error();
  return &kept;
}

// Notes ids and anchors, compiles patterns, loads files that are referred to.
Result<> Schema::prepare(const Value& node, const std::string& file, std::size_t depth) {
  if (depth > kDepth) return unusable("the schema is nested too deeply");
  if (node.is_list()) {
    for (const Value& item : node.list()) {
      if (auto done = prepare(item, file, depth + 1); !done) return done;
    }
    return {};
  }
  if (!node.is_map()) return {};
  const auto compile = [&](const std::string& pattern) -> Result<> {
    auto& slot = patterns_[pattern];
    if (slot != nullptr) return {};
    auto compiled = languages::compile_pattern(pattern);
    if (!compiled) return unusable("the pattern " + pattern + " cannot be used: " + std::string(compiled.error().message()));
    slot = std::move(*compiled);
    return {};
  };
  for (const std::string_view key : {"$id", "id"}) {
    if (const auto id = text_of(node, key); !id.empty()) ids_.try_emplace(std::string(id), Place{&node, &files_.find(file)->first});
  }
  for (const std::string_view key : {"$anchor", "$dynamicAnchor"}) {
    if (const auto anchor = text_of(node, key); !anchor.empty()) anchors_.try_emplace(file + "#" + std::string(anchor), &node);
  }
  for (const auto& [key, value] : node.map()) {
    if (key.view() == "pattern" && value.is_text()) {
      if (auto done = compile(value.slice().str()); !done) return done;
    } else if (key.view() == "patternProperties" && value.is_map()) {
      for (const auto& [pattern, under] : value.map()) {
        if (auto done = compile(pattern.str()); !done) return done;
      }
    } else if (key.view() == "$ref" && value.is_text()) {
      if (auto done = note_reference(value.slice().str(), file); !done) return done;
    }
    if (key.view() == "enum" || key.view() == "const" || key.view() == "examples" || key.view() == "default") continue;
    if (auto done = prepare(value, file, depth + 1); !done) return done;
  }
  return {};
}

Result<> Schema::note_reference(const std::string& reference, const std::string& from) {
  const std::string document = reference.substr(0, reference.find('#'));
  if (document.empty() || document.find("://") != std::string::npos || ids_.contains(document)) return {};
  const auto loaded = file(beside(from, document));
  return loaded || reference.find("json-schema.org") != std::string::npos ? Result<>() : loaded.error();
}

Schema::Place Schema::resolve(std::string_view reference, const std::string& from) const {
  const std::size_t hash = reference.find('#');
  const std::string document(reference.substr(0, hash));
  const std::string_view fragment = hash == reference.npos ? std::string_view() : reference.substr(hash + 1);
  if (const auto whole = ids_.find(std::string(reference)); whole != ids_.end()) return whole->second;
  Place base;
  if (document.empty()) {
    const auto own = files_.find(from);
    base = {&own->second, &own->first};
  } else if (const auto known = ids_.find(document); known != ids_.end()) {
    base = known->second;
  } else if (const auto other = files_.find(beside(from, document)); other != files_.end()) {
    base = {&other->second, &other->first};
  } else {
    // An absolute reference into a schema whose $id has the same end.
    const auto same_end = [&](const auto& entry) { return entry.first.ends_with("/" + document); };
    const auto found = std::ranges::find_if(ids_, same_end);
    if (found == ids_.end()) return {};
    base = found->second;
  }
  if (fragment.empty()) return base;
  if (fragment.starts_with('/')) return {at_pointer(base.schema, fragment), base.file};
  const auto anchor = anchors_.find(*base.file + "#" + std::string(fragment));
  if (anchor != anchors_.end()) return {anchor->second, base.file};
  const auto id = ids_.find("#" + std::string(fragment));
  return id != ids_.end() ? id->second : Place{};
}

std::string Schema::place_of(const Value& schema, const std::string& file) const {
  const auto known = files_.find(file);
  std::string path = "$";
  return known != files_.end() && leads_to(known->second, schema, path) ? path : "$";
}

}  // namespace kamel::json_schema
