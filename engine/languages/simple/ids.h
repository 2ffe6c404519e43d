// Unique ids, as Camel's UUID generators make them.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "dsl/slice.h"

namespace kamel {
class Exchange;
}

namespace kamel::simple {

using IdGenerator = Slice (*)(Exchange&);

/// The generator of a name: default, classic, short, simple, random. nullptr: there is none.
IdGenerator id_generator(std::string_view name);
/// A random UUID (version 4).
std::string random_uuid();
/// Any number in [from, to), from < to.
std::int32_t random_between(std::int32_t from, std::int32_t to);

}  // namespace kamel::simple
