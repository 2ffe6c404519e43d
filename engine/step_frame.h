// The frame of a `step`: it remembers the step around it, and is a loop without turns.
#pragma once

#include "engine/exchange.h"

namespace kamel {

inline constexpr std::string_view kStepId = "CamelStepId";

inline bool is_step_frame(const Frame& frame) noexcept { return frame.kind == Frame::Kind::Loop && frame.count < 0; }

/// The exchange is in the step `id` from now on.
inline void enter_step(Exchange& exchange, const Slice& id) {
  Frame frame{.kind = Frame::Kind::Loop, .count = -1, .saved = std::make_unique<Message>()};
  frame.saved->body = exchange.properties.get(kStepId);
  exchange.frames().push_back(std::move(frame));
  exchange.properties.set(Slice::literal(kStepId), id);
}

/// Takes the topmost frame off, a step's: the exchange is in the step around it, if any.
inline void leave_step(Exchange& exchange) {
  Value outer = std::move(exchange.frames().back().saved->body);
  exchange.frames().pop_back();
  if (outer.is_null()) {
    exchange.properties.erase(kStepId);
  } else {
    exchange.properties.set(Slice::literal(kStepId), std::move(outer));
  }
}

}  // namespace kamel
