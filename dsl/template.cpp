// Templates and Kamelets, expanded into routes.
#include <algorithm>
#include <map>

#include "dsl/loader.h"

namespace kamel {
namespace {

constexpr std::string_view kIllegalArgument = "java.lang.IllegalArgumentException";

// What a template may be told.
struct Declared {
  std::string name;
  std::optional<std::string> fallback;
  bool required = false;
};

std::optional<std::string> text_of(const Node* node) { return node != nullptr && (node->is_scalar() || !node->text.empty()) ? std::optional(node->text) : std::nullopt; }

std::vector<Declared> kamelet_parameters(const Node& spec) {
  std::vector<Declared> out;
  const Node* definition = spec.find("definition");
  if (definition == nullptr) return out;
  if (const Node* properties = definition->find("properties")) {
    for (const Node::Entry& entry : properties->entries) out.push_back({entry.key, text_of(entry.value.find("default")), false});
  }
  const Node* required = definition->find("required");
  for (const Node& name : required != nullptr ? required->items : std::vector<Node>{}) {
    const auto known = std::ranges::find(out, name.text, &Declared::name);
    if (known == out.end()) {
      out.push_back({name.text, std::nullopt, true});
    } else {
      known->required = true;
    }
  }
  return out;
}

std::vector<Declared> template_parameters(const Node& definition) {
  std::vector<Declared> out;
  const Node* parameters = definition.find("parameters");
  if (parameters == nullptr) return out;
  for (const Node& parameter : parameters->items) {
    const auto name = text_of(parameter.find("name"));
    if (!name) continue;
    out.push_back({*name, text_of(parameter.find("defaultValue")), text_of(parameter.find("required")).value_or("true") != "false"});
  }
  return out;
}

// The values of one use: defaults, then properties (Kamelets only), then what was given.
class Values {
 public:
  Values(const TemplateDecl& from, const std::string& route_id, const RouteSet& set) : properties_(set.properties) {
    for (const Declared& parameter : from.kamelet ? kamelet_parameters(from.definition) : template_parameters(from.definition)) {
      if (parameter.fallback) declare(parameter.name, *parameter.fallback);
      if (parameter.required && !parameter.fallback) missing_.push_back(parameter.name);
    }
    if (!from.kamelet) return;
    const std::string prefix = "camel.kamelet." + from.id + ".";
    take(set.properties, prefix, route_id);
    take(set.properties, prefix + route_id + ".", {});
  }

  void set(const std::string& name, const std::string& value) {
    declare(name, value);
    std::erase(missing_, name);
  }
  const std::vector<std::string>& missing() const noexcept { return missing_; }
  const Properties& properties() const noexcept { return properties_; }
  /// What is not of the whole integration, each name once.
  std::vector<std::pair<std::string, std::string>> locals() const { return {locals_.begin(), locals_.end()}; }

 private:
  void declare(const std::string& name, const std::string& value) {
    properties_.set_local(name, value);
    locals_[name] = value;
  }
  // The properties below a prefix; those below prefix + `except` + "." are for one route alone.
  void take(const Properties& from, const std::string& prefix, const std::string& except) {
    const auto& all = from.all();
    for (auto entry = all.lower_bound(prefix); entry != all.end() && entry->first.starts_with(prefix); ++entry) {
      const std::string name = entry->first.substr(prefix.size());
      if (except.empty() || !name.starts_with(except + ".")) set(name, entry->second);
    }
  }

  Properties properties_;
  std::map<std::string, std::string> locals_;
  std::vector<std::string> missing_;
};

// A template's beans are made anew for each route: `{{name}}` stands for the name that this route's bean has.
std::vector<Node> local_beans(const Node* beans, const std::string& route_id, Values& values, Diagnostics& diagnostics) {
  std::vector<Node> out = beans != nullptr ? beans->items : std::vector<Node>{};
  for (Node& bean : out) {
    for (Node::Entry& entry : bean.entries) {
      if (entry.key != "name" || entry.value.text.find("{{") != std::string::npos) continue;
      const std::string name = entry.value.text + "-" + route_id;
      values.set(entry.value.text, name);
      entry.value.text = name;
    }
  }
  for (Node& bean : out) {
    for (Node::Entry& entry : bean.entries) {
      if (entry.key != "name") resolve_placeholders(entry.value, values.properties(), diagnostics);
    }
  }
  return out;
}

}  // namespace

std::optional<RouteDecl> expand_template(const TemplateDecl& from, std::string route_id, const std::vector<std::pair<std::string, std::string>>& parameters,
                                         const RouteSet& set, const Mark& used_at, Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.errors();
  const std::string what = std::string(from.kamelet ? "Kamelet" : "route template") + " '" + from.id + "'";
  Values values(from, route_id, set);
  for (const auto& [name, value] : parameters) values.set(name, value);
  if (from.kamelet) values.set("routeId", route_id);
  for (const std::string& name : values.missing()) diagnostics.error(used_at, what + " needs the parameter '" + name + "'", {}, std::string(kIllegalArgument));
  if (!values.missing().empty()) return std::nullopt;

  static const Node nothing;
  const Node* body = from.kamelet ? from.definition.find("template") : &from.definition;
  if (body == nullptr) body = &nothing;
  RouteDecl route;
  route.mark = from.mark;
  if (const Node* whole = body->find("route")) {
    split_route(*whole, route);
  } else if (const Node* input = body->find("from")) {
    route.from = *input;
    route.options.kind = Node::Kind::Map;
    route.options.mark = from.mark;
  }
  std::erase_if(route.options.entries, [](const Node::Entry& entry) { return entry.key == "id"; });
  route.id = std::move(route_id);
  route.beans = local_beans(body->find("beans"), route.id, values, diagnostics);
  route.parameters = values.locals();
  resolve_placeholders(route.options, values.properties(), diagnostics);
  resolve_placeholders(route.from, values.properties(), diagnostics);
  if (diagnostics.errors() != before || !check_route(route, diagnostics)) return std::nullopt;
  make_digests(route, set);
  return route;
}

}  // namespace kamel
