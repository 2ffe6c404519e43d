// Kubernetes objects as YAML: JSON values to and from the Nodes and Values of dsl.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/diagnostics.h"
#include "dsl/node.h"

namespace kamel::cluster {

/// Plain scalars by YAML's core rules, as kubectl reads them.
boost::json::value to_json(const Node& node);
/// Every scalar quoted, unless it is a number or a truth value; `mark` is given to all of it.
Node to_node(const boost::json::value& value, const Mark& mark = {});
Value to_value(const boost::json::value& value);
/// In block style; texts of several lines as blocks.
std::string to_yaml(const boost::json::value& value);
/// All documents of a text that are maps; what cannot be read is reported.
std::vector<boost::json::object> read_objects(const SourcePtr& source, Diagnostics& diagnostics);
/// Documents parted by "---".
std::string to_yaml(const std::vector<boost::json::object>& objects);

/// What a scalar says, as text: true, 12, "x"; "" for null and for what is no scalar.
std::string scalar_text(const boost::json::value& value);
/// "" when it is no base64.
std::string from_base64(std::string_view text);
/// base64 of gzip, as Camel K compresses sources; "" when it is not that, or over 10 MB in clear.
std::string uncompressed(std::string_view base64);
std::string compressed(std::string_view text);
/// A name as Kubernetes allows it: lower case, digits, dashes.
std::string as_name(std::string_view text);

}  // namespace kamel::cluster
