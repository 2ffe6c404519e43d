// Trait camel: properties of the integration.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "properties", .type = FieldType::Texts, .summary = "properties, each key=value; changed in running pods"},
    {.name = "runtimeVersion", .summary = "version of Camel K's runtime", .ignored = "there is one runtime"},
    {.name = "runtimeProvider", .summary = "kind of Camel K's runtime", .ignored = "there is one runtime"},
};

void apply(const Options& options, Plan& plan) {
  for (const std::string& text : options.texts("properties")) {
    if (const auto property = cluster::key_value(text, "camel", plan)) plan.out.program.properties.insert_or_assign(property->first, property->second);
  }
}

}  // namespace

TraitSpec camel() {
  return {.name = "camel", .summary = "Properties of the integration.", .fields = kFields, .order = 200, .always = true, .example = "camel:\n  properties: [greeting=hello]", .apply = apply};
}

}  // namespace kamel::traits
