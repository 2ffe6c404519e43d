// OpenAPI schemas of the custom resources.
#pragma once

#include <boost/json.hpp>
#include <string_view>

namespace kamel::cluster {

/// A map of all traits, from their specs.
boost::json::object traits_schema();
/// A schema that is written as YAML text.
boost::json::object schema(std::string_view yaml);
boost::json::object integration_spec_schema();
boost::json::object integration_status_schema();
boost::json::object pipe_spec_schema();
boost::json::object pipe_status_schema();
boost::json::object kamelet_spec_schema();

}  // namespace kamel::cluster
