// Running JavaScript on an exchange, by Duktape.
#pragma once

#include <optional>
#include <string>

#include "engine/exchange.h"

namespace kamel::languages::javascript {

/// Runs a script in an interpreter of its own, so that nothing of one message is seen by the next; gives the value of its last statement. Whole numbers of 32 bits
/// are Integers, others Doubles. The script sees exchange, exchangeId, context, message, headers, properties and body. At most 64 MB; fails with
/// org.graalvm.polyglot.PolyglotException, as Camel's engine does. It is ended, the same way, after five
/// seconds, at the next turn of a loop or call of a function that stands in its text; code that it makes out of text (eval, new Function) is not watched.
Result<Value> run(const std::string& script, Exchange& exchange);

/// A script as `run` wants it: where its loops can be ended. One that would not be a script any more is left as it is.
std::string watched_script(std::string_view script);

/// What is wrong with the text of a script; nullopt when it is one.
std::optional<std::string> syntax_error(const std::string& script);

}  // namespace kamel::languages::javascript
