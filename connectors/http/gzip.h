// gzip for what the HTTP client sends.
#pragma once

#include "dsl/slice.h"

namespace kamel::http {

Slice gzip(std::string_view bytes);

}  // namespace kamel::http
