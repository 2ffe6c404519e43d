#include "engine/claims/filter.h"

#include <algorithm>
#include <ranges>

namespace kamel {
bool ClaimFilter::Part::names_header(std::string_view name) const {
  return headers || std::ranges::any_of(names, [name](const NamePattern& pattern) { return pattern.matches(name); });
}

ClaimFilter::ClaimFilter(std::string_view filter) {
  for (const auto piece : std::views::split(filter, ',')) {
    std::string_view text(piece.begin(), piece.end());  // blanks count, as in Camel
    if (text.empty()) continue;
    const bool removes = text.starts_with("--");
    const bool leaves = !removes && text.starts_with('-');
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(removes ? 2 : 1);
    if (!removes && !leaves) takes_all_ = false;
    Part& part = removes ? remove_ : leaves ? leave_ : take_;
    if (text == "body") part.body = true;
    if (text == "headers") part.headers = true;
    if (text.starts_with("header:")) part.names.emplace_back(text.substr(7));
  }
}

void ClaimFilter::aggregate(std::optional<Outcome>& old, Outcome claimed, Exchange&) const {
  Message& message = old->message;
  if (take_.body || (takes_all_ && !leave_.body)) message.body = std::move(claimed.message.body);
  const bool all_but = takes_all_ || !leave_.names.empty();
  for (auto& [name, value] : claimed.message.headers) {
    if (take_.names_header(name) || (all_but && !leave_.names_header(name))) message.headers.set(name, std::move(value));
  }
  if (remove_.body) message.body = Value();
  message.headers.erase_if([this](const auto& entry) { return remove_.names_header(entry.name); });
}

}  // namespace kamel
