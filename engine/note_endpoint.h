// NoteEndpoint: remembers an endpoint as the last one sent to, where nothing is sent.
#pragma once

#include "engine/exchange.h"
#include "engine/program.h"

namespace kamel {

class NoteEndpoint final : public Step {
 public:
  explicit NoteEndpoint(Slice uri) : uri_(std::move(uri)) {}
  Flow run(Exchange& exchange) const override {
    exchange.to_endpoint = uri_;
    return Flow::Next;
  }

 private:
  Slice uri_;
};

}  // namespace kamel
