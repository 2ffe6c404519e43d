// A call of a bean as an endpoint: bean and class.
#pragma once

#include <array>

#include "engine/spec.h"

namespace kamel::connectors {

inline constexpr std::array kBeanFields = std::to_array<Field>({
    {.name = "method", .type = FieldType::Text, .summary = "the method, with its arguments in parentheses where they are not the body", .scope = "producer"},
    {.name = "scope", .type = FieldType::Text, .summary = "Singleton, Request or Prototype", .fallback = "Singleton", .ignored = "native beans keep nothing between calls but what makes them one bean", .scope = "producer"},
    {.name = "parameters", .type = FieldType::Map, .summary = "bean.NAME=value", .refused = "set the properties where the bean is declared, under beans:", .scope = "producer"},
    {.name = "cache", .type = FieldType::Bool, .summary = "keep the bean", .fallback = "true", .ignored = "see scope", .scope = "producer"},
});

/// The producer of either; nullptr after having reported that there is no such bean here.
std::unique_ptr<const Step> bean_call(const EndpointDecl& decl, Assembler& assembler);

}  // namespace kamel::connectors
