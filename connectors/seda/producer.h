// The step that puts messages into a seda queue.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "connectors/seda/queue.h"
#include "engine/program.h"

namespace kamel::connectors {

struct SedaSending {
  enum class Wait : std::uint8_t { Never, IfReplyExpected, Always };
  Wait wait = Wait::IfReplyExpected;
  std::chrono::milliseconds timeout{30000};
  std::chrono::milliseconds offer_timeout{0};
  bool blocks = false, discards = false;
  bool discards_unconsumed = false, fails_unconsumed = false;
  bool waits_for_nobody = true;  // for an answer, also while there is no consumer
};

class SedaProducer final : public Step {
 public:
  SedaProducer(std::shared_ptr<SedaQueue> queue, std::string endpoint, SedaSending sending)
      : queue_(std::move(queue)), endpoint_(std::move(endpoint)), sending_(sending) {}
  Flow run(Exchange& exchange) const override;

 private:
  bool waits(const Exchange& exchange) const noexcept;
  SedaParcel pack(Exchange& exchange, const std::shared_ptr<SedaWaiting>& waiting) const;
  Flow send(Exchange& exchange, SedaParcel parcel) const;
  Flow block(Exchange& exchange, SedaParcel parcel) const;
  /// The sender's share after its message is in the queue, or thrown away.
  Flow sent(Exchange& exchange, const std::shared_ptr<SedaWaiting>& waiting) const;

  std::shared_ptr<SedaQueue> queue_;
  std::string endpoint_;
  SedaSending sending_;
};

/// Answers a waiting sender with what a consumer's exchange has become. On the consumer's worker.
void answer(const std::shared_ptr<SedaWaiting>& waiting, SedaResult result);

}  // namespace kamel::connectors
