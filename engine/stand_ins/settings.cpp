#include "engine/convert.h"
#include "engine/stand_ins/makers.h"

namespace kamel::stand_ins {

Settings::Settings(const BeanDecl* bean) : of_bean_(bean != nullptr) {
  const Node* properties = bean != nullptr && bean->node != nullptr ? bean->node->find("properties") : nullptr;
  if (properties == nullptr) return;
  for (const Node::Entry& entry : properties->entries) {
    if (entry.value.is_scalar()) own_.insert_or_assign(entry.key, entry.value.text);
  }
}

std::optional<std::string> Settings::get(std::string_view name, const Exchange& exchange) const {
  if (of_bean_) {
    const auto found = own_.find(name);
    return found == own_.end() ? std::nullopt : std::optional(found->second);
  }
  const Value* property = exchange.properties.find(name);
  return property == nullptr || property->is_null() ? std::nullopt : std::optional(to_text(*property).str());
}

}  // namespace kamel::stand_ins
