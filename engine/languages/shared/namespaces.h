// Namespace prefixes of xpath and xtokenize.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/assembler.h"

namespace kamel::languages {

using Namespaces = std::vector<std::pair<std::string, std::string>>;  // prefix, URI

/// `namespace: [{key: prefix, value: uri}, …]` or `namespace: {prefix: uri}`; reports what is neither.
Namespaces read_namespaces(const Node* node, Assembler& assembler);

/// The first prefix in an XPath that is neither declared nor one of Camel's own; "" when there is none.
std::string undeclared_prefix(std::string_view path, const Namespaces& declared);

/// The first function called in an XPath that XPath 1.0 does not have; "" when there is none. Functions with a prefix are not looked at.
std::string unknown_function(std::string_view path);

}  // namespace kamel::languages
