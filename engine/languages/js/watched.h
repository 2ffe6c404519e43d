// Loops that can be stopped.
#pragma once

#include <string>
#include <string_view>

namespace kamel::languages::javascript {

/// The script with a call of `tick` – a function's name – before each evaluation of the condition of a while, do or for, and at the start of each function,
/// so that what goes on for too long can be ended from there; Duktape, as Debian builds it, has no other place for that. Lines stay as they are. Text that is not understood is
/// left alone: what is wrong with a script is for the engine to say.
std::string watched(std::string_view script, std::string_view tick);

}  // namespace kamel::languages::javascript
