// What the JSON and XML that Jackson writes and reads have in common: its features, and which values are left out.
#pragma once

#include "engine/assembler.h"

namespace kamel::formats {

enum class Include : std::uint8_t { All, NonNull, NonEmpty };

/// What of `include`, enableFeatures and disableFeatures has a meaning for maps, lists and plain values.
struct JacksonPlan {
  Include include = Include::All;
  bool indent = false;         // INDENT_OUTPUT
  bool sorted = false;         // ORDER_MAP_ENTRIES_BY_KEYS
  bool longs = false;          // USE_LONG_FOR_INTS
  bool single_as_list = false; // ACCEPT_SINGLE_VALUE_AS_ARRAY
};

/// Reads the three options. Names that Jackson does not have are errors, as in Camel; features of Java objects, dates and enums, of which there are
/// none here, are taken and do nothing; the few whose effect is missing are errors that say so.
JacksonPlan read_jackson(const FormatDecl& decl, Assembler& assembler);

/// Whether `pruned` would change anything.
inline bool prunes(const JacksonPlan& plan) noexcept { return plan.include != Include::All || plan.sorted; }
/// A copy without the values that `include` leaves out, and in the order of its keys where asked for.
Value pruned(const Value& value, const JacksonPlan& plan);

/// The first value in there that Jackson has no serializer for (a stream, an exception), and what it says of it.
const Value* unwritable(const Value& value);
Error no_serializer(const Value& value);

inline constexpr std::string_view kInclude[] = {"ALWAYS", "NON_NULL", "NON_ABSENT", "NON_EMPTY", "NON_DEFAULT"};

}  // namespace kamel::formats
