// Registry: the parts that this binary is made of. main() lists them; there are no others.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/spec.h"

namespace kamel {

/// Finds specs by name. Immutable once made; any thread may read it. The catalogs are generated: one entry per file.
class Registry {
 public:
  Registry(std::span<const StepSpec> steps, std::span<const LanguageSpec> languages, std::span<const FormatSpec> formats,
           std::span<const ComponentSpec> components);

  const StepSpec* step(std::string_view name) const noexcept;
  const LanguageSpec* language(std::string_view name) const noexcept;
  const FormatSpec* format(std::string_view name) const noexcept;
  const ComponentSpec* component(std::string_view scheme) const noexcept;

  std::span<const StepSpec> steps() const noexcept;
  std::span<const LanguageSpec> languages() const noexcept;
  std::span<const FormatSpec> formats() const noexcept;
  std::span<const ComponentSpec> components() const noexcept;
  std::vector<std::string_view> step_names() const;
  std::vector<std::string_view> language_names() const;
  std::vector<std::string_view> format_names() const;
  std::vector<std::string_view> schemes() const;

 private:
  std::vector<StepSpec> steps_;
  std::vector<LanguageSpec> languages_;
  std::vector<FormatSpec> formats_;
  std::vector<ComponentSpec> components_;
};

}  // namespace kamel
