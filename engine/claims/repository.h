// ClaimRepository: the messages that claimCheck has put aside for an exchange.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/aggregation.h"

namespace kamel {

/// Camel's DefaultClaimCheckRepository, kept as an exchange property: copies of the exchange (a split's parts, a called route) share it. What is kept has lists
/// and maps of its own, so that any worker may ask for it. Any thread.
class ClaimRepository final : public Object {
 public:
  static constexpr std::string_view kProperty = "CamelClaimCheckRepository";
  /// The exchange's repository, made when it has none yet.
  static ClaimRepository& of(Exchange& exchange);

  void set(const Slice& key, Exchange& exchange);
  void push(Exchange& exchange);
  /// nullopt when there is nothing of that key, or nothing at all.
  std::optional<Outcome> get(const Slice& key, bool removes);
  std::optional<Outcome> pop();

  std::string_view java_class() const noexcept override { return "org.apache.camel.processor.DefaultClaimCheckRepository"; }
  std::string text() const override { return std::string(java_class()) + "@1f"; }

 private:
  std::mutex mutex_;
  std::map<std::string, Outcome, std::less<>> named_;
  std::vector<Outcome> stack_;
};

}  // namespace kamel
