// The JSON of compatibility cases: inputs as values, values and exchanges as outputs.
#pragma once

#include "dsl/value.h"

namespace kamel {
class Exchange;
}
namespace kamel::connectors {
struct MockArrival;
}

namespace kamel::cli {

/// A value as a case writes it (parsed JSON): {"$bytes": base64}, {"$stream": text} and {"$long": n} become what they stand for, also
/// inside lists and maps.
Value input_value(const Value& json);

/// A value as a result is printed: {"$long": n}, {"$bytes": base64}, {"$stream": text}, {"$xml": …}, {"$jsonnode": …}, {"$exception": …} …
/// around what JSON cannot tell apart. Made to be given to json::write, which prints a Double always with a fraction.
Value output_value(const Value& value);

/// {"class": …, "message": …, "cause": {…}}.
Value output_error(const Error& error);

/// An exchange with bodyType, body, headers, properties and, where present, variables, exception and the flags. Time stamps and objects of
/// the engine are left out.
Value output_exchange(const Exchange& exchange);
/// The same of one that arrived at a mock endpoint.
Value output_exchange(const connectors::MockArrival& arrival);

}  // namespace kamel::cli
