// REST services: what `rest` and `restConfiguration` may say, and the configuration that all services share.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/fields.h"
#include "dsl/route.h"

namespace kamel {

/// The methods that a `rest` can list, as it names them.
std::span<const std::string_view> rest_verbs() noexcept;
std::span<const Field> rest_fields() noexcept;
std::span<const Field> rest_verb_fields() noexcept;  // of one operation: an item of get, post …
std::span<const Field> rest_configuration_fields() noexcept;

/// All `restConfiguration` elements of a set as one: the later one wins, key by key; what none of them says is looked up in the properties
/// (camel.rest.bindingMode). Borrows the set.
class RestConfiguration {
 public:
  explicit RestConfiguration(const RouteSet& set) : set_(set) {}
  std::optional<std::string> text(std::string_view name) const;
  std::string text_or(std::string_view name, std::string_view otherwise) const { return text(name).value_or(std::string(otherwise)); }
  bool flag(std::string_view name, bool otherwise) const;
  /// A list of keys and values (apiProperty, corsHeaders, …), later ones winning.
  std::vector<std::pair<std::string, std::string>> properties(std::string_view name) const;

 private:
  const RouteSet& set_;
};

/// The option of a generated route that holds what it serves: {method, verb: the operation, rest: the service around it}. Absent in routes
/// that users write; read by the connector that serves.
inline constexpr std::string_view kRestBinding = "restBinding";

/// "/shop/" and "orders/{id}" → "/shop/orders/{id}"; either may be missing.
std::string join_rest_paths(std::string_view base, std::string_view path);

}  // namespace kamel
