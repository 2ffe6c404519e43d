// What convertBodyTo, convertHeaderTo and convertVariableTo have in common.
#pragma once

#include "engine/assembler.h"
#include "engine/exchange.h"

namespace kamel {

/// A conversion as a step declares it.
struct Conversion {
  std::string type, charset;
  bool mandatory = true;
  /// Null stays null. Where there is no conversion it fails if it is mandatory, else gives null. A conversion that fails fails in both cases.
  Result<Value> apply(const Value& value, Exchange& exchange) const;
};

/// What convertBodyTo makes of a conversion's failure: an InvalidPayloadException with the failure as its cause.
Error invalid_payload(const Value& value, const Conversion& conversion, const Error& why);

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
