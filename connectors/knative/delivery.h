// How a broker delivers events: again and again where that may help, and to a dead letter sink where it did not.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "connectors/knative/event.h"

namespace kamel::knative {

/// Knative's DeliverySpec (duck/v1).
struct DeliveryRules {
  int retry = 0;  // tries after the first
  bool exponential = true;
  std::chrono::milliseconds delay{0};
  std::string dead_letters;  // an address of the broker in this process: "channel/lost"; "": dropped, and logged

  /// What brokers do where nothing is said: ten times, after 0.2 s, 0.4 s, …
  static DeliveryRules of_brokers() { return {10, true, std::chrono::milliseconds(200), ""}; }
  /// Before the `attempt`-th retry, from 0, as eventing's retries.go counts: a linear back-off begins with no pause at all.
  std::chrono::milliseconds pause(int attempt) const;
};

/// {"retry": 3, "backoffPolicy": "linear", "backoffDelay": "PT1S", "deadLetterSink": {"ref": {"kind": "Channel", "name": "lost"}}}. The sink may also be
/// {"uri": "knative:channel/lost"}. Fails with what is not to be had.
Result<DeliveryRules> parse_delivery(const std::string& json);

/// Whether a status code is worth another try: 404, 408, 409, 429, 5xx, and what the table of the data plane does not list.
bool may_help_again(int code) noexcept;

/// The event as a dead letter: with knativeerrordest, knativeerrorcode and knativeerrordata (at most 1,024 bytes, whole characters).
CloudEvent dead_letter(const CloudEvent& event, std::string_view destination, int code, std::string_view why);

}  // namespace kamel::knative
