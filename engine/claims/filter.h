// ClaimFilter: what of a claimed message comes back.
#pragma once

#include <deque>
#include <string_view>

#include "engine/aggregation.h"
#include "engine/name_pattern.h"

namespace kamel {

/// Camel's ClaimCheckAggregationStrategy with its filter: `body`, `headers`, `header:pattern`, `attachments`, separated by commas. `+` or nothing in front takes it
/// back, `-` leaves it out, `--` removes it from the message. Without anything to take, all is taken that is not left out.
class ClaimFilter final : public AggregationStrategy {
 public:
  explicit ClaimFilter(std::string_view filter);
  /// Whether it names headers both to take and to leave out, which Camel refuses.
  bool contradicts_itself() const noexcept { return !take_.names.empty() && !leave_.names.empty(); }
  void aggregate(std::optional<Outcome>& old, Outcome claimed, Exchange& original) const override;

 private:
  struct Part {
    bool body = false, headers = false;
    std::deque<NamePattern> names;
    bool names_header(std::string_view name) const;
  };
  Part take_, leave_, remove_;
  bool takes_all_ = true;
};

}  // namespace kamel
