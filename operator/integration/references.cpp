// Which ConfigMaps and Secrets an Integration refers to.
#include <algorithm>

#include "operator/catalogs.h"
#include "operator/integration/given.h"

namespace kamel::cluster {
namespace {

void add(std::vector<std::string>& list, std::string name) {
  if (!name.empty() && std::ranges::find(list, name) == list.end()) list.push_back(std::move(name));
}

// configmap:name[/key][@path]
void add_reference(std::string_view text, References& out) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view kind = text.substr(0, colon), rest = text.substr(colon + 1);
  std::string name(rest.substr(0, std::min(rest.find('/'), rest.find('@'))));
  if (kind == "configmap") add(out.config_maps, std::move(name));
  else if (kind == "secret") add(out.secrets, std::move(name));
}

void add_listed(const json::object& options, std::string_view option, References& out) {
  for (const json::value& item : kube::list_at(options, {option})) {
    if (!item.is_string()) continue;
    std::string_view text = item.get_string();
    if (option == "vars") text = text.substr(std::min(text.find('='), text.size() - 1) + 1);
    add_reference(text, out);
  }
}

GivenTraits given_of(const Declared& declared) {
  Desired unused;
  const Facts nothing;
  Plan plan(declared, nothing, unused);
  const std::vector<TraitSpec> specs = traits::catalog();
  return given_traits(plan, specs);
}

void add_trait(const GivenTraits& given, std::string_view trait, std::string_view option, References& out) {
  if (const auto found = given.find(trait); found != given.end()) add_listed(found->second, option, out);
}

void add_sources(const Declared& declared, References& out) {
  for (const json::value& source : kube::list_at(declared.integration, {"spec", "sources"})) {
    if (source.is_object()) add(out.config_maps, kube::text_at(source.get_object(), {"contentRef"}));
  }
}

bool has(const References& references, const std::string& config_map) { return std::ranges::find(references.config_maps, config_map) != references.config_maps.end(); }

}  // namespace

References references(const Declared& declared) {
  References out;
  add_sources(declared, out);
  const GivenTraits given = given_of(declared);
  for (const auto& [trait, option] : {std::pair{"mount", "configs"}, {"mount", "resources"}, {"environment", "vars"}}) add_trait(given, trait, option, out);
  return out;
}

bool reads_live(const Declared& declared, const std::string& config_map) {
  References live, fixed;
  add_sources(declared, live);
  const GivenTraits given = given_of(declared);
  add_trait(given, "mount", "configs", live);
  add_trait(given, "mount", "resources", live);
  add_trait(given, "environment", "vars", fixed);
  return has(live, config_map) && !has(fixed, config_map);
}

}  // namespace kamel::cluster
