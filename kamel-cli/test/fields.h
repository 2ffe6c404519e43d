// What a test file may say: one declaration for reading it, for `kamel schema test` and for the messages about mistakes.
#pragma once

#include <span>

#include "dsl/fields.h"

namespace kamel::cli::test_fields {

std::span<const Field> file();
std::span<const Field> test();
std::span<const Field> mock();
std::span<const Field> answer();
std::span<const Field> send();
std::span<const Field> step();
/// Besides these an `expect` holds endpoints: keys with a colon or a `*`.
std::span<const Field> expect();
/// A message that is expected.
std::span<const Field> message();
/// Several messages of one endpoint.
std::span<const Field> arrivals();

}  // namespace kamel::cli::test_fields
