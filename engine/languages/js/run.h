// Running JavaScript on an exchange, by Duktape.
#pragma once

#include <optional>
#include <string>

#include "engine/exchange.h"

namespace kamel::languages::javascript {

/// Runs a script in an interpreter of its own, so that nothing of one message is seen by the next; gives the value of its last statement. Whole numbers of 32 bits
/// are Integers, others Doubles. The script sees exchange, exchangeId, context, message, headers, properties and body. At most 64 MB; fails with
/// org.graalvm.polyglot.PolyglotException, as Camel's engine does. A script that never ends is not ended: it holds its worker.
Result<Value> run(const std::string& script, Exchange& exchange);

/// What is wrong with the text of a script; nullopt when it is one.
std::optional<std::string> syntax_error(const std::string& script);

}  // namespace kamel::languages::javascript
