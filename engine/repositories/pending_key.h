// PendingKey: the key of a message whose work is being done: taken in and not confirmed yet.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/exchange.h"
#include "engine/program.h"
#include "engine/repositories/idempotent_repository.h"

namespace kamel {

/// Lies in a frame of the exchange while the steps of an idempotentConsumer run. The exchange's worker only.
class PendingKey final : public Object {
 public:
  PendingKey(std::shared_ptr<IdempotentRepository> given, std::string text) : repository(std::move(given)), key(std::move(text)) {}
  std::string_view java_class() const noexcept override { return "java.lang.String"; }
  std::string text() const override { return key; }

  std::shared_ptr<IdempotentRepository> repository;
  std::string key;
  bool confirmed = false;
};

/// The step that confirms the key at the end of an idempotentConsumer's steps.
class ConfirmStep : public Step {};

/// The key that would be confirmed next if the step that is running let the exchange go on at `next`, where its repository writes to `medium`. The step may
/// confirm it together with its own state, and then has to say so to both: what the message has done and that it has been done become durable at once, and
/// a crash cannot come between. nullptr: there is none, or other steps come first.
PendingKey* key_confirmed_next(Exchange& exchange, std::uint32_t next, const Medium& medium);

}  // namespace kamel
