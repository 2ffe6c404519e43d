// What convertBodyTo, convertHeaderTo and convertVariableTo have in common.
#pragma once

#include "engine/assembler.h"
#include "engine/exchange.h"

namespace kamel {

/// A conversion as a step declares it.
struct Conversion {
  std::string type, charset;
  bool mandatory = true;
  /// Null stays null. Fails with InvalidPayloadException where there is no conversion and it is mandatory; otherwise gives null then.
  Result<Value> apply(const Value& value, Exchange& exchange) const;
};

/// Reads type, charset and mandatory; nullopt after a report.
std::optional<Conversion> read_conversion(const StepDecl& decl, Assembler& assembler);

inline constexpr Field kConversionFields[] = {
    {.name = "name", .summary = "Its name", .required = true},
    {.name = "toName", .summary = "Where the result goes; without: to the same name"},
    {.name = "type", .summary = "The Java type, for example String, byte[] or java.lang.Integer", .required = true},
    {.name = "mandatory", .type = FieldType::Bool, .summary = "Fail when there is no conversion, else give null", .fallback = "true"},
    {.name = "charset", .summary = "The encoding of the bytes, if not UTF-8"},
};

}  // namespace kamel
