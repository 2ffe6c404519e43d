// OffsetLedger: which messages of one partition have been settled, and up to where the group's offset may therefore advance.
#pragma once

#include <cstdint>
#include <vector>

namespace kamel::kafka {

/// Messages are entered in the order of the partition and settled in any order. They are known by sequence numbers of our own, since
/// offsets have gaps (compaction, transaction markers). One worker's; no allocation while the messages in flight fit the ring.
class OffsetLedger {
 public:
  using Sequence = std::uint64_t;

  /// The message at `offset` is on its way.
  Sequence enter(std::int64_t offset);
  /// The message is done with. Whether `next` has moved. Each sequence number once.
  bool settle(Sequence sequence) noexcept;

  /// The offset to commit: everything before it has been settled. -1 while nothing has been.
  std::int64_t next() const noexcept { return next_; }
  std::size_t in_flight() const noexcept { return in_flight_; }

 private:
  // An offset in flight is kept as it is, a settled one as its complement, which is negative.
  std::int64_t& slot(Sequence sequence) noexcept { return ring_[sequence & (ring_.size() - 1)]; }
  void grow();

  std::vector<std::int64_t> ring_ = std::vector<std::int64_t>(64);
  Sequence first_ = 0;  // the oldest that is not settled
  Sequence last_ = 0;   // the next to be given out
  std::int64_t next_ = -1;
  std::size_t in_flight_ = 0;
};

}  // namespace kamel::kafka
