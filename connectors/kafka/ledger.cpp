#include "connectors/kafka/ledger.h"

namespace kamel::kafka {

OffsetLedger::Sequence OffsetLedger::enter(std::int64_t offset) {
  if (last_ - first_ == ring_.size()) grow();
  slot(last_) = offset;
  ++in_flight_;
  return last_++;
}

bool OffsetLedger::settle(Sequence sequence) noexcept {
  --in_flight_;
  slot(sequence) = ~slot(sequence);
  if (sequence != first_) return false;
  while (first_ != last_ && slot(first_) < 0) {
    next_ = ~slot(first_) + 1;
    ++first_;
  }
  return true;
}

void OffsetLedger::grow() {
  std::vector<std::int64_t> larger(ring_.size() * 2);
  for (Sequence sequence = first_; sequence != last_; ++sequence) larger[sequence & (larger.size() - 1)] = slot(sequence);
  ring_ = std::move(larger);
}

}  // namespace kamel::kafka
