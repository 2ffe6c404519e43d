// Strategic merge, as far as pod templates need it.
#include "operator/integration/workload.h"

namespace kamel::cluster {
namespace {

// What tells the items of such a list apart; "" for lists that are replaced as a whole.
std::string_view identity(const json::array& list) {
  for (std::string_view key : {"name", "mountPath", "containerPort"}) {
    bool all = !list.empty();
    for (const json::value& item : list) all = all && item.is_object() && item.get_object().contains(key);
    if (all) return key;
  }
  return {};
}

void merge_lists(json::array& into, const json::array& patch) {
  const std::string_view key = identity(patch);
  if (key.empty() || (!into.empty() && identity(into) != key)) {
    into = patch;
    return;
  }
  for (const json::value& item : patch) {
    json::value* same = nullptr;
    for (json::value& known : into) {
      if (known.at(key) == item.at(key)) same = &known;
    }
    if (same != nullptr)
      merge(*same, item);
    else
      into.push_back(item);
  }
}

}  // namespace

void merge(json::value& into, const json::value& patch) {
  if (into.is_array() && patch.is_array()) return merge_lists(into.get_array(), patch.get_array());
  if (!into.is_object() || !patch.is_object()) {
    into = patch;
    return;
  }
  for (const auto& [key, value] : patch.get_object()) {
    if (value.is_null())
      into.get_object().erase(key);
    else if (json::value* known = into.get_object().if_contains(key))
      merge(*known, value);
    else
      into.get_object()[key] = value;
  }
}

}  // namespace kamel::cluster
