// Exchanges, messages and the context as Java objects, for ${exchange.…}, ${messageAs(…)…} and ${camelContext.…}.
#pragma once

#include "engine/exchange_value.h"
#include "engine/languages/simple/bean.h"

namespace kamel::simple {

/// What an exchange was when it was asked for. Never changed, for other workers may hold it: setters change the exchange itself.
struct Snapshot {
  Message message;
  ExchangeProperties properties;
  Variables variables;
  Slice id;
  Value from_route;
  Error exception;
  std::string context;
  std::int64_t created = 0;
  bool answers = false;  // InOut
  bool route_stop = false, rollback_only = false, rollback_only_last = false;
};

Value exchange_bean(Exchange& exchange);
Value message_bean(Exchange& exchange);
Value context_bean(const Exchange& exchange);
/// An item of a list that a grouping strategy made.
Value exchange_bean(const ExchangeValue& item, const Exchange& exchange);

// What makes the parts of an exchange; for the beans themselves.
Value message_bean(std::shared_ptr<const Snapshot> snapshot);
Value context_bean(std::string_view name);
/// Whether it shows the exchange at hand, so that a setter has what to change.
bool shows(const Snapshot& snapshot, Exchange& exchange);

}  // namespace kamel::simple
