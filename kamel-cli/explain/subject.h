// Subject: what `kamel explain` can tell about, whatever kind of spec it comes from.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/value.h"
#include "engine/registry.h"
#include "kamel-cli/output/paint.h"

namespace kamel::cli {

/// Borrows the spec it was made of.
struct Subject {
  std::string_view kind;  // "step", "language", "component", "format"
  std::string_view name;
  std::string_view summary;
  std::string syntax;  // how it is written, where that is not plain
  std::span<const Field> fields;
  std::string example;
  bool refused = false;  // known by name only
};

/// The kinds that `explain` knows.
std::vector<std::string> subject_kinds();
/// Everything of one kind, by name.
std::vector<Subject> subjects(const Registry& registry, std::string_view kind);
std::optional<Subject> find_subject(const Registry& registry, std::string_view kind, std::string_view name);

/// A page for people: options, defaults, what is not supported and why, an example.
std::string page(const Subject& subject, const Paint& paint, std::size_t width);
/// The same for programs.
Value as_json(const Subject& subject);

/// "text", "true/false", "choice".
std::string type_text(const Field& field);

}  // namespace kamel::cli
