// Emitter: YAML as SnakeYAML's default settings write it.
#pragma once

#include <string>

#include "dsl/value.h"

namespace kamel::formats::yaml_text {

/// Collections of plain scalars in flow style ({a: 1}), others in block style; lines folded at 80 columns.
std::string write(const Value& value, bool pretty_flow);
/// YAML 1.1, as SnakeYAML reads it: yes and on are true, 017 is 15, 2020-01-01 is a date. Fails with SnakeYAML's exceptions.
Result<Value> read(std::string text);

/// What a plain scalar stands for by YAML 1.1's rules; text that is only text comes back as such.
Value resolve(const std::string& text);

}  // namespace kamel::formats::yaml_text
