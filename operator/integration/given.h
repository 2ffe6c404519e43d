// What was said about traits, from all the places and in all the spellings where it may be said.
#pragma once

#include <map>
#include <span>
#include <string>

#include "operator/integration/plan.h"

namespace kamel::cluster {

/// Trait name → its options, spelled as the trait's fields.
using GivenTraits = std::map<std::string, json::object, std::less<>>;

/// The later ones win: IntegrationProfile, IntegrationPlatform, spec.configuration, spec.traits (with addons and the older `configuration`), annotations
/// trait.camel.apache.org/NAME.OPTION. Unknown traits are errors; an unknown option is an error in an annotation, else a note.
GivenTraits given_traits(Plan& plan, std::span<const TraitSpec> specs);

/// Adds one option in any spelling (min-scale, minScale); a text for a list or a map is taken apart. False: the trait has no such option.
bool give(json::object& options, const TraitSpec& spec, std::string_view name, const json::value& value);

const TraitSpec* find_trait(std::span<const TraitSpec> specs, std::string_view name) noexcept;

}  // namespace kamel::cluster
