#include "engine/named_values.h"

#include <algorithm>

namespace kamel {
namespace {
char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
}  // namespace

bool same_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

template <bool kIgnoreCase>
Map NamedValues<kIgnoreCase>::to_map() const {
  std::vector<const Entry*> order;
  for (const Entry& entry : entries_) order.push_back(&entry);
  if (kIgnoreCase) {
    std::ranges::stable_sort(order, [](const Entry* a, const Entry* b) {
      return std::ranges::lexicographical_compare(a->name.view(), b->name.view(), [](char x, char y) { return lower(x) < lower(y); });
    });
  }
  Map map;
  for (const Entry* entry : order) map.set(entry->name, entry->value);
  return map;
}

template class NamedValues<true>;
template class NamedValues<false>;

}  // namespace kamel
