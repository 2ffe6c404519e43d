#include "engine/beans.h"

#include <algorithm>
#include <ranges>
#include <span>

#include "engine/assembler.h"

namespace kamel {
namespace {

std::string scalar(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found != nullptr && found->is_scalar() ? found->text : "";
}

// "#class:a.B(x)" and "#class:a.B#factory" name a.B.
std::string class_name(std::string_view text) { return std::string(text.substr(0, text.find_first_of("(#"))); }

// Of several of one name the last one counts.
const Node* find_in(std::span<const Node> list, std::string_view name) {
  const auto found = std::ranges::find_if(list | std::views::reverse, [&](const Node& bean) { return scalar(bean, "name") == name; });
  return found != std::ranges::rend(list) ? &*found : nullptr;
}

const Node* find_declared(std::string_view name, const Assembler& assembler) {
  if (const RouteDecl* route = assembler.route()) {
    if (const Node* found = find_in(route->beans, name)) return found;
  }
  for (const ElementDecl& element : assembler.set().elements | std::views::reverse) {
    if (element.name != "beans") continue;
    if (const Node* found = find_in(element.value.items, name)) return found;
  }
  return nullptr;
}

}  // namespace

std::string BeanDecl::property(std::string_view key) const {
  const Node* properties = node != nullptr ? node->find("properties") : nullptr;
  return properties != nullptr ? scalar(*properties, key) : "";
}

BeanReference find_bean(std::string_view reference, Assembler& assembler) {
  std::string_view name = reference;
  if (name.starts_with("#class:")) return {class_name(name.substr(7)), nullptr};
  if (name.starts_with("#type:")) return {class_name(name.substr(6)), nullptr};
  if (name.starts_with("#bean:")) name.remove_prefix(6);
  else if (name.starts_with("#")) name.remove_prefix(1);
  if (const Node* declared = find_declared(name, assembler)) {
    std::string type = scalar(*declared, "type");
    if (type.starts_with("#class:")) type = type.substr(7);
    const auto bean = std::make_shared<BeanDecl>(BeanDecl{declared, std::string(name), class_name(type)});
    assembler.program().kept.push_back(bean);
    return {bean->java_class, bean.get()};
  }
  if (name.find('.') != std::string_view::npos && !reference.starts_with("#")) return {class_name(name), nullptr};
  return {};
}

}  // namespace kamel
