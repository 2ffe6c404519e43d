// The small texts of HTTP: paths, query strings, media types, and header bytes as Java sees them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/slice.h"

namespace kamel::http {

/// Percent-decoding that refuses what is no escape: nullopt for "%zz".
std::optional<std::string> decode_strictly(std::string_view text, bool plus_is_space);

/// A request's path as it is matched: unreserved escapes decoded, "." and ".." resolved, "//" collapsed. `path` itself when nothing is to
/// be done, else a view into `scratch`. nullopt for a bad escape.
std::optional<std::string_view> normalise_path(std::string_view path, std::string& scratch);

/// One name and value of a query string or a form, decoded.
using Pair = std::pair<std::string, std::string>;
/// `a=1&b;c=2` in order; nullopt when an escape is bad.
std::optional<std::vector<Pair>> parse_query(std::string_view query);
/// A form's body. Unlike a query's, a name without '=' at the end is dropped unless it is the only one.
std::optional<std::vector<Pair>> parse_form(std::string_view body);

/// Header bytes are ISO-8859-1 in Java: what came in as text, and text as what goes out ('?' for what does not fit).
std::string latin1_to_utf8(std::string_view bytes);
std::string utf8_to_latin1(std::string_view text);
bool is_ascii(std::string_view text) noexcept;

/// "text/plain; charset=x" → "text/plain".
std::string_view media_type(std::string_view content_type) noexcept;
/// A parameter of a header value, without quotes: `charset` of a content type, `boundary`, `filename`. "" when it is not there.
std::string_view value_parameter(std::string_view header, std::string_view name) noexcept;
/// Whether a media range (`text/*`, `*/*`, `json`) covers a type.
bool media_matches(std::string_view range, std::string_view type) noexcept;
/// Whether an Accept header allows `type`; an empty one allows all.
bool accepts(std::string_view accept, std::string_view type) noexcept;

std::string_view trim(std::string_view text) noexcept;
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) noexcept;
/// Splits at `separator`, trims the pieces, leaves out empty ones.
std::vector<std::string> split_list(std::string_view text, char separator = ',');

/// "OK", "Not Found"; "Unknown Status" for others, as in Netty.
std::string_view reason_phrase(int status) noexcept;

/// Where a java.util.HashMap of these keys would list each: indices into `keys`.
std::vector<std::size_t> java_hash_order(const std::vector<std::string_view>& keys);

}  // namespace kamel::http
