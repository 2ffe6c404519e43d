#include "engine/registry.h"

#include <algorithm>

namespace kamel {
namespace {

template <class Spec, class Projection>
std::vector<Spec> sorted(std::span<const Spec> specs, Projection name) {
  std::vector<Spec> list(specs.begin(), specs.end());
  std::ranges::sort(list, {}, name);
  return list;
}

template <class Spec, class Projection>
const Spec* find(const std::vector<Spec>& specs, std::string_view wanted, Projection name) noexcept {
  const auto found = std::ranges::lower_bound(specs, wanted, {}, name);
  return found != specs.end() && std::invoke(name, *found) == wanted ? &*found : nullptr;
}

template <class Spec, class Projection>
std::vector<std::string_view> names(const std::vector<Spec>& specs, Projection name) {
  std::vector<std::string_view> list;
  for (const Spec& spec : specs) list.push_back(std::invoke(name, spec));
  return list;
}

}  // namespace

Registry::Registry(std::span<const StepSpec> steps, std::span<const LanguageSpec> languages, std::span<const FormatSpec> formats,
                   std::span<const ComponentSpec> components)
    : steps_(sorted(steps, &StepSpec::name)),
      languages_(sorted(languages, &LanguageSpec::name)),
      formats_(sorted(formats, &FormatSpec::name)),
      components_(sorted(components, &ComponentSpec::scheme)) {}

std::span<const StepSpec> Registry::steps() const noexcept { return steps_; }
std::span<const LanguageSpec> Registry::languages() const noexcept { return languages_; }
std::span<const FormatSpec> Registry::formats() const noexcept { return formats_; }
std::span<const ComponentSpec> Registry::components() const noexcept { return components_; }

const StepSpec* Registry::step(std::string_view name) const noexcept { return find(steps_, name, &StepSpec::name); }
// Also by Camel's older spelling: exchange-property.
const LanguageSpec* Registry::language(std::string_view name) const noexcept {
  return find(languages_, name == "exchange-property" ? "exchangeProperty" : name, &LanguageSpec::name);
}
const FormatSpec* Registry::format(std::string_view name) const noexcept { return find(formats_, name, &FormatSpec::name); }
const ComponentSpec* Registry::component(std::string_view scheme) const noexcept { return find(components_, scheme, &ComponentSpec::scheme); }

std::vector<std::string_view> Registry::step_names() const { return names(steps_, &StepSpec::name); }
std::vector<std::string_view> Registry::language_names() const { return names(languages_, &LanguageSpec::name); }
std::vector<std::string_view> Registry::format_names() const { return names(formats_, &FormatSpec::name); }
std::vector<std::string_view> Registry::schemes() const { return names(components_, &ComponentSpec::scheme); }

}  // namespace kamel
