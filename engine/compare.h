// Comparing values as Camel's ObjectHelper and simple's operators do.
#pragma once

#include "dsl/value.h"

namespace kamel {

/// simple's `==`: equal after coercion ("05" == 5, 5 == true, null == null).
bool loosely_equal(const Value& left, const Value& right, bool ignore_case = false);
/// <0, 0, >0 as ObjectHelper.typeCoerceCompare; nullopt where the values cannot be compared.
std::optional<int> compare(const Value& left, const Value& right);
/// simple's `contains`: in text, in a collection, as a map's key.
bool contains(const Value& container, const Value& item, bool ignore_case = false);
/// ObjectHelper.evaluateValuePredicate: how a bare value is judged as a predicate.
bool is_true(const Value& value);

}  // namespace kamel
