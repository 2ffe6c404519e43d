// Messages and exchanges as values, for the lists that grouping strategies make.
#pragma once

#include "engine/aggregation.h"

namespace kamel {

/// A snapshot of a message, or of a whole exchange, as an item of a list. OGNL reads body, headers, in, message, exchangeId, properties.
class ExchangeValue final : public Object {
 public:
  ExchangeValue(Message message, ExchangeProperties properties, bool whole)
      : message_(std::move(message)), properties_(std::move(properties)), whole_(whole) {}
  std::string_view java_class() const noexcept override {
    return whole_ ? "org.apache.camel.support.DefaultExchange" : "org.apache.camel.support.DefaultMessage";
  }
  std::string text() const override { return whole_ ? "Exchange[]" : "Message"; }
  std::optional<Value> property(std::string_view name) const override;
  const Message& message() const noexcept { return message_; }
  const ExchangeProperties& properties() const noexcept { return properties_; }
  bool whole() const noexcept { return whole_; }

 private:
  Message message_;
  ExchangeProperties properties_;
  bool whole_;
};

Value message_value(const Outcome& outcome);
Value exchange_value(const Outcome& outcome);

}  // namespace kamel
