// `kamel eval --lang`: evaluates expressions, one JSON object per line.
#pragma once

#include <iosfwd>
#include <string>

namespace kamel::cli {

/// Reads lines {"expr": …, "lang": …, "body": …, …} and writes each with its answer: "=> value" and "=> type", or "=> exception". Evaluates
/// as Camel 4.14 does. 0, or 1 when the file cannot be read or a line is no JSON object.
int eval_lang(const std::string& file, std::ostream& out);

}  // namespace kamel::cli
