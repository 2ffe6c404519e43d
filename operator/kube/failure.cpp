#include "operator/kube/failure.h"

#include <stdexcept>

namespace kamel::kube {

std::string Failure::text() const { return status == 0 ? message : std::to_string(status) + " " + reason + ": " + message; }

void throw_exception_from_error(const Failure& failure, std::source_location) { throw std::runtime_error(failure.text()); }

}  // namespace kamel::kube
