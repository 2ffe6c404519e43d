// Reading what access needs: files and base64.
#pragma once

#include <string>
#include <string_view>

#include "operator/kube/failure.h"

namespace kamel::kube {

Outcome<std::string> read_file(const std::string& path);
/// Whitespace is skipped; "" where it is no base64.
std::string from_base64(std::string_view text);
std::string to_base64(std::string_view bytes);

}  // namespace kamel::kube
