// Trait kamelets: Kamelets that the pods get besides those that routes name.
#include "operator/integration/plan.h"

namespace kamel::traits {
namespace {

constexpr Field kFields[] = {
    kEnabled,
    {.name = "auto", .type = FieldType::Bool, .summary = "whether the Kamelets that routes name are found", .ignored = "they always are", },
    {.name = "list", .type = FieldType::Texts, .summary = "names of more Kamelets, for routes that compute them"},
    {.name = "mountPoint", .summary = "folder of the Kamelets in the pods", .ignored = "they come with the routes"},
};

void apply(const Options& options, Plan& plan) {
  for (const std::string& text : options.texts("list")) plan.more_kamelets.push_back(text.substr(0, text.find_first_of("/?")));
}

}  // namespace

TraitSpec kamelets() {
  return {.name = "kamelets", .summary = "Kamelets that the pods get besides those that routes name.", .fields = kFields, .order = 260, .example = "kamelets:\n  list: [log-sink]", .apply = apply};
}

}  // namespace kamel::traits
