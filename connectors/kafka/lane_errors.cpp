// The part of Lane that decides what becomes of records that fail: passed over, or tried again (breakOnFirstError, pollOnError).
#include <array>

#include "connectors/kafka/lane.h"
#include "connectors/kafka/session.h"
#include "engine/context.h"

namespace kamel::kafka {

std::string Lane::failure(Exchange& exchange) const {
  const Error& error = exchange.exception;
  return "Error during processing. Exchange[" + exchange.id().str() + "]. Caused by: [" + std::string(error.type()) + " - " + std::string(error.message()) + "]";
}

bool Lane::passed_over(Exchange& exchange, Assigned& partition, OffsetLedger::Sequence sequence) {
  const Error& error = exchange.exception;
  if (unreadable_ >= 0) {
    const bool done = is_poll_error_passed_over(partition, unreadable_, error);
    if (done || settings_.poll_on_error != PollOnError::Retry) return done;
  } else if (!settings_.break_on_first_error) {
    worker().context().log().report(LogLevel::Warn, failure(exchange));
    return true;
  } else {
    worker().context().log().report(LogLevel::Warn, "Error during processing of " + text_of(partition, partition.current.offset) + ", which is tried again. Caused by: [" +
                                                        std::string(error.type()) + " - " + std::string(error.message()) + "]");
  }
  if (partition.revoked) return false;
  // By slot: the partition may be gone when the timer fires.
  worker().after(settings_.retry, [this, slot = partition.slot, known = &partition, sequence, keep = session_.shared_from_this()] {
    if (closed_ || slots_[slot].get() != known || known->revoked || !known->trying_again) return;
    known->trying_again = false;
    run(*known, known->current, sequence);
  });
  return false;
}

std::string Lane::text_of(const Assigned& partition, std::int64_t offset) {
  return std::string(partition.source.topic) + "-" + std::to_string(partition.source.partition) + " at offset " + std::to_string(offset);
}

/// Whether a record that cannot be deserialised is done with. Otherwise it stays where it is, and its partition with it.
bool Lane::is_poll_error_passed_over(const Assigned& partition, std::int64_t offset, const Error& error) {
  constexpr std::array<std::string_view, 5> kWhatNext = {"is passed over", "is passed over", "makes the consumer connect again", "is tried again", "stops the consumer"};
  const PollOnError mode = settings_.poll_on_error;
  worker().context().log().report(mode == PollOnError::Discard ? LogLevel::Warn : LogLevel::Error,
                                  "The record of " + text_of(partition, offset) + " cannot be deserialised, and " + std::string(kWhatNext[static_cast<std::size_t>(mode)]) +
                                      ". Caused by: [" + std::string(error.type()) + " - " + std::string(error.message()) + "]");
  session_.poll_failed();
  return mode == PollOnError::ErrorHandler || mode == PollOnError::Discard;
}

}  // namespace kamel::kafka
