// The body of a request: a message's body as bytes, or a file's, and how they are wrapped.
#pragma once

#include <string>

#include "connectors/http/feed.h"
#include "engine/exchange.h"

namespace kamel::http {

/// The bytes to send, a text in the charset of its type; fails as getMandatoryBody(InputStream.class) does, and on a charset that there is not.
Result<Slice> body_of(Exchange& exchange, std::string_view content_type);
/// The Content-Type of a body as Apache's client writes it anew: "TEXT/plain;charset=\"utf-8\"" is "text/plain; charset=utf-8".
std::string entity_type(std::string_view content_type);
/// Content-Encoding: gzip tells Camel to compress; not when it only hands on what came in compressed.
bool wants_gzip(const Exchange& exchange);
/// The body as the only part of a multipart/form-data text. `content_type` becomes that of the whole.
Slice multipart(const Slice& body, Exchange& exchange, const std::string& name, std::string& content_type);
/// The value of a header as it is sent: ISO-8859-1, lists and maps as Java prints them.
std::string header_text(const Value& value);

}  // namespace kamel::http
