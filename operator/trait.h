// TraitSpec: how a trait introduces itself. One file of operator/traits/ each.
#pragma once

#include <span>
#include <string_view>

#include "dsl/fields.h"

namespace kamel {

namespace cluster {
struct Plan;
}

/// A name that annotations and the command line use though it is no other spelling of the field's.
struct TraitAlias {
  std::string_view alias;  // "autoscaling-class"
  std::string_view field;  // "class"
};

/// What an Integration may ask of the objects that are made for it. Code, documentation and schema at once.
struct TraitSpec {
  std::string_view name;     // "knative-service"
  std::string_view summary;
  std::span<const Field> fields;                 // as spec.traits spells them: "minScale"; the first is `enabled`
  std::span<const TraitAlias> aliases = {};
  int order = 0;                                 // traits are applied by it, as in Camel K
  bool on = true;                                // when `enabled` is not said
  bool always = false;                           // `enabled` has no say
  std::string_view ignored = {};                 // the whole trait has no effect here: why
  std::string_view example = {};                 // of spec.traits
  /// Changes the plan. Unset where the trait is `ignored`, or where others read its options.
  void (*apply)(const Options& options, cluster::Plan& plan) = nullptr;
};

/// Whether a trait acts; the default is the trait's own.
inline constexpr Field kEnabled{.name = "enabled", .type = FieldType::Bool, .summary = "whether the trait acts"};

}  // namespace kamel
