// Property placeholders: {{key}}, {{key:default}}, {{?key}}, {{env:NAME}}, {{sys:name}}, {{secret:…}}, {{configmap:…}}, nested.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dsl/diagnostics.h"
#include "dsl/node.h"

namespace kamel {

/// The properties that placeholders are looked up in. Copyable; later sources win over earlier ones by `set`.
class Properties {
 public:
  void set(std::string key, std::string value);
  /// A template's parameter: wins over everything else.
  void set_local(std::string key, std::string value);
  /// As in Camel the environment (A_B_C for `a.b-c`) and the system properties (user.name) win over what files say. Beyond Camel, `a.b-c` finds `a.bC`.
  std::optional<std::string> get(std::string_view key) const;
  const std::map<std::string, std::string, std::less<>>& all() const noexcept { return values_; }
  /// Reads a Java .properties text (comments, escapes, continuation lines).
  void load(const SourcePtr& source, Diagnostics& diagnostics);

 private:
  std::map<std::string, std::string, std::less<>> values_;
  std::map<std::string, std::string, std::less<>> locals_;
};

/// `text` with every placeholder replaced. nullopt: one could not be resolved, and `diagnostics` says which and where (offset inside `at`).
/// `absent` is set when the whole text was an optional {{?key}} without a value: the option is then as if it was not written.
std::optional<std::string> resolve_placeholders(std::string_view text, const Properties& properties, const Mark& at, Diagnostics& diagnostics,
                                                bool* absent = nullptr);

/// Resolves every scalar of a tree in place; entries whose value was an absent {{?key}} are removed.
void resolve_placeholders(Node& node, const Properties& properties, Diagnostics& diagnostics);

}  // namespace kamel
