#include "engine/exchange_value.h"

namespace kamel {

std::optional<Value> ExchangeValue::property(std::string_view name) const {
  if (name == "body") return message_.body;
  if (name == "headers") return Value(message_.headers.to_map());
  if (whole_ && (name == "in" || name == "message")) return Value(std::make_unique<ExchangeValue>(message_, properties_, false));
  if (whole_ && (name == "properties" || name == "allProperties")) return Value(properties_.to_map());
  return std::nullopt;
}

Value message_value(const Outcome& outcome) { return Value(std::make_unique<ExchangeValue>(outcome.message, ExchangeProperties(), false)); }
Value exchange_value(const Outcome& outcome) { return Value(std::make_unique<ExchangeValue>(outcome.message, outcome.properties, true)); }

}  // namespace kamel
