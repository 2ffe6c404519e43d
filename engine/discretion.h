// Discretion: keeps secret parameters of an endpoint out of what is reported about it.
#pragma once

#include "engine/spec.h"

namespace kamel {

/// Takes the values of secret parameters (RAW ones, and those of fields that are `secret`) out of what was reported since this was made: of what an
/// option must be, and is not. Control thread.
class Discretion {
 public:
  explicit Discretion(Diagnostics& diagnostics) : diagnostics_(diagnostics), before_(diagnostics.list().size()) {}
  void hide(const EndpointUri& uri, const ComponentSpec& spec) const;

 private:
  Diagnostics& diagnostics_;
  std::size_t before_;
};

}  // namespace kamel
