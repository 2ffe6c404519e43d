// Fields: what a step, a language, a data format or a component may be told; and a Node read by them.
// One declaration is code, documentation and schema at once.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostics.h"
#include "dsl/node.h"

namespace kamel {

enum class FieldType : std::uint8_t {
  Text,
  Bool,
  Int,        // 64 bits
  Real,
  Duration,   // milliseconds, or 1s, 5m, 1h30m
  Choice,     // one of `choices`, case ignored
  Expression, // an expression element: {simple: …}, {expression: {simple: …}}
  Steps,      // a list of steps
  Object,     // a map with `fields`
  Objects,    // a list of such maps
  Texts,      // a list of texts
  Map,        // name → anything
  Reference,  // the name of a bean: name, #name, #bean:name, #class:…, #type:…
  Any,
};

struct Field {
  std::string_view name;
  FieldType type = FieldType::Text;
  std::string_view summary = {};
  bool required = false;
  std::string_view fallback = {};                    // the default, as one would write it
  std::span<const std::string_view> choices = {};    // Choice
  std::span<const Field> fields = {};                // Object, Objects
  std::string_view refused = {};                     // not supported: why, and what to do instead. Reading it is an error.
  std::string_view ignored = {};                     // accepted without effect: why. Reading it is a warning in lint.
  std::string_view scope = {};                       // components: "consumer", "producer", or "" for both
  bool secret = false;                               // never shown
};

/// How the names that are no field of their own are taken.
struct FieldRules {
  /// The map may hold an expression inline: exactly one key that names a language (`simple: …`) beside its fields.
  std::function<bool(std::string_view key)> is_language = {};
  /// `x: text` is short for `x: {<shorthand>: text}`; "" when there is no such form.
  std::string_view shorthand = {};
  /// Keys that are no field are kept for the caller instead of reported.
  bool lenient = false;
  /// What is being read, for messages: "step 'filter'".
  std::string what = {};
  /// id, description, disabled are accepted beside the fields, as in each of Camel's steps.
  bool common = true;
};

/// A map read by its fields. Getters give the value, the field's default, or nothing; they never fail, since every problem (unknown option with the
/// nearest known one, wrong type, value out of range, missing required one) has been reported by `read`. Borrows the node and the fields.
class Options {
 public:
  static Options read(const Node& node, std::span<const Field> fields, const FieldRules& rules, Diagnostics& diagnostics);

  bool has(std::string_view name) const noexcept { return node(name) != nullptr; }
  /// nullptr when the option is not there.
  const Node* node(std::string_view name) const noexcept;
  /// Where an option stands; the whole map's place when it is not there.
  Mark mark(std::string_view name) const;
  const Mark& mark() const noexcept { return mark_; }

  std::string text(std::string_view name) const;
  std::optional<std::string> maybe_text(std::string_view name) const;
  bool flag(std::string_view name) const;
  std::int64_t integer(std::string_view name) const;
  std::optional<std::int64_t> maybe_integer(std::string_view name) const;
  double real(std::string_view name) const;
  std::chrono::milliseconds duration(std::string_view name) const;
  std::optional<std::chrono::milliseconds> maybe_duration(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;
  /// The choice in the spelling of the field.
  std::string choice(std::string_view name) const;
  /// The inline expression's language and node ({"simple", node}), whether written inline or under `expression`.
  struct Inline {
    std::string_view language;
    const Node* node = nullptr;
    Mark mark;  // of the language's key
  };
  std::optional<Inline> expression(std::string_view name = "expression") const;
  /// The keys that `lenient` let through.
  const std::vector<const Node::Entry*>& others() const noexcept { return others_; }

 private:
  friend struct OptionsReader;
  const Field* field(std::string_view name) const noexcept;
  std::optional<std::string> raw(std::string_view name) const;
  Mark mark_;
  std::span<const Field> fields_;
  std::vector<std::pair<std::string_view, const Node*>> given_;
  std::vector<const Node::Entry*> others_;
  std::optional<Inline> inline_;
  std::shared_ptr<const Node> owned_;  // the map that a shorthand stands for
  std::function<bool(std::string_view)> is_language_;
};

/// "set-body" → "setBody": how older Camel K wrote names.
std::string camel_case(std::string_view kebab);
/// 1500, "1500", "1s", "2m30s", "1h", "PT1M"; nullopt when it is none of them.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
/// Whether `text` fits the field's type; else what is expected ("a number", "one of A, B").
std::optional<std::string> misfit(const Field& field, std::string_view text);

}  // namespace kamel
