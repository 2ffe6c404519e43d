#include "engine/scope.h"

#include <algorithm>
#include <ranges>

#include "engine/name_pattern.h"

namespace kamel {

namespace {

bool is_configuration(const ElementDecl& element) { return element.name == "routeConfiguration" || element.name == "route-configuration"; }

// Those whose id fits the pattern; those without an id fit no pattern but nullptr.
void add_configurations(const RouteSet& set, const NamePattern* pattern, std::vector<const ElementDecl*>& found) {
  for (const ElementDecl& element : set.elements) {
    if (!is_configuration(element) || std::ranges::find(found, &element) != found.end()) continue;
    const Node* id = element.value.find("id");
    if (pattern == nullptr ? id == nullptr : id != nullptr && pattern->matches(id->text)) found.push_back(&element);
  }
}

}  // namespace

std::vector<const ElementDecl*> configurations_of(const RouteDecl& route, const RouteSet& set) {
  std::vector<const ElementDecl*> found;
  const Node* wanted = route.options.find("routeConfigurationId");
  if (wanted == nullptr) add_configurations(set, nullptr, found);
  for (const auto part : std::views::split(std::string_view(wanted != nullptr ? wanted->text : ""), ',')) {
    const NamePattern pattern(std::string(part.begin(), part.end()));
    if (wanted != nullptr) add_configurations(set, &pattern, found);
  }
  std::ranges::reverse(found);  // Camel puts each in front of those before
  return found;
}

bool is_of_template(const RouteDecl& route, const RouteSet& set) {
  return std::ranges::any_of(set.templates, [&](const TemplateDecl& one) {
    return one.mark.source == route.mark.source && one.mark.line == route.mark.line && one.mark.column == route.mark.column;
  });
}

namespace {

bool has_steps(const Node& value) {
  const Node* steps = value.find("steps");
  return steps != nullptr && !steps->items.empty();
}

// A declaration among the steps that has none of its own takes those behind it, as in Camel's YAML.
std::shared_ptr<const Node> with_steps_behind(const Node& value, const Node& list, const Node& step) {
  auto whole = std::make_shared<Node>(value);
  whole->kind = Node::Kind::Map;
  std::erase_if(whole->entries, [](const Node::Entry& entry) { return entry.key == "steps"; });
  Node rest;
  rest.kind = Node::Kind::List;
  rest.mark = value.mark;
  rest.items.assign(list.items.begin() + (&step - list.items.data()) + 1, list.items.end());
  whole->entries.push_back({"steps", value.mark, std::move(rest)});
  return whole;
}

}  // namespace

RouteScope::RouteScope(const RouteDecl& route, const RouteSet& set, const Node* steps) : route_(route), set_(set), given_(steps) {
  if (steps == nullptr || !steps->is_list()) return;
  const auto name_of = [](const Node& step) -> std::string_view {
    if (step.entries.size() != 1) return {};
    const auto* found = std::ranges::find(kScoped, camel_case(step.entries.front().key));
    return found != std::end(kScoped) ? *found : std::string_view();
  };
  rest_ = *steps;
  rest_.items.clear();
  for (const Node& step : steps->items) {
    const std::string_view name = name_of(step);
    if (name.empty()) {
      rest_.items.push_back(step);
      continue;
    }
    const Node& value = step.entries.front().value;
    if (has_steps(value) || &step == &steps->items.back()) {
      own_.push_back({name, &value});
      continue;
    }
    made_.push_back(with_steps_behind(value, *steps, step));
    own_.push_back({name, made_.back().get()});
    return;
  }
}

std::vector<ScopedDecl> RouteScope::own(std::string_view name) const {
  std::vector<ScopedDecl> found;
  std::ranges::copy_if(own_, std::back_inserter(found), [&](const ScopedDecl& one) { return one.name == name; });
  return found;
}

std::vector<ScopedDecl> RouteScope::configured(std::span<const std::string_view> names, bool last_first) const {
  std::vector<ScopedDecl> found;
  auto configurations = configurations_of(route_, set_);
  if (!last_first) std::ranges::reverse(configurations);
  for (const ElementDecl* configuration : configurations) {
    for (const std::string_view name : names) {
      const Node* listed = configuration->value.find(name);
      if (listed == nullptr) continue;
      // Each item is {onException: {…}}, or the map itself.
      for (const Node& item : listed->items) found.push_back({name, item.find(name) != nullptr ? item.find(name) : &item, false});
    }
  }
  return found;
}

std::vector<ScopedDecl> RouteScope::of_file(std::span<const std::string_view> names) const {
  std::vector<ScopedDecl> found;
  if (is_of_template(route_, set_)) return found;
  for (const ElementDecl& element : set_.elements) {
    const auto name = std::ranges::find(names, element.name);
    if (name != names.end() && element.mark.source == route_.mark.source) found.push_back({*name, &element.value, false});
  }
  return found;
}

std::vector<ScopedDecl> RouteScope::around(std::span<const std::string_view> names) const {
  std::vector<ScopedDecl> found = configured(names);
  std::ranges::copy(of_file(names), std::back_inserter(found));
  return found;
}

void refuse_nested(const StepDecl& decl, Assembler& assembler) {
  const std::string name(decl.spec.name);
  assembler.error(decl.mark, name + " must be a step of the route itself, not of another step", "move it to the top of the route, or to the top level of the file",
                  "java.lang.IllegalArgumentException");
}

}  // namespace kamel
