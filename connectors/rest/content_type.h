// Content types and headers as Camel's REST support looks at them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/exchange.h"

namespace kamel::rest {

bool contains_ignoring_case(std::string_view text, std::string_view part) noexcept;
/// A header as text; nullopt when it is absent or null.
std::optional<std::string> header_text(const Exchange& exchange, std::string_view name);
/// Whether `given` (a Content-Type or an Accept) is among the content types `valid`, by Camel's RestUtil: an absent one fits anything, and
/// one that is part of the other one's text fits.
bool is_accepted(const std::optional<std::string>& valid, const std::optional<std::string>& given);
using Pairs = std::vector<std::pair<std::string, std::string>>;

// What CORS headers say unless restConfiguration says otherwise.
inline constexpr std::string_view kAllowedHeaders =
    "Origin, Accept, X-Requested-With, Content-Type, Access-Control-Request-Method, Access-Control-Request-Headers";
inline constexpr std::string_view kAllowedMethods = "GET, HEAD, POST, PUT, DELETE, TRACE, OPTIONS, CONNECT, PATCH";

/// A JSON object or list and nothing behind it, which is what Camel's checks take for JSON.
bool is_json(std::string_view text);

}  // namespace kamel::rest
