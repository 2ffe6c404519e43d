#include "engine/repositories/pending_key.h"

namespace kamel {

PendingKey* key_confirmed_next(Exchange& exchange, std::uint32_t next, const Medium& medium) {
  const auto& code = exchange.program().code;
  if (next >= code.size() || dynamic_cast<const ConfirmStep*>(code[next].step.get()) == nullptr || exchange.frames().empty()) return nullptr;
  const Frame& frame = exchange.frames().back();
  PendingKey* const pending = frame.kind == Frame::Kind::Loop && frame.saved ? frame.saved->body.object_as<PendingKey>() : nullptr;
  return pending != nullptr && !pending->confirmed && pending->repository->medium() == &medium ? pending : nullptr;
}

}  // namespace kamel
