// Message: a body and its headers.
#pragma once

#include "engine/named_values.h"

namespace kamel {

struct Message {
  Value body;
  Headers headers;
};

}  // namespace kamel
