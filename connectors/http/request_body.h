// The body of a request: a message's body as bytes, or a file's, and how they are wrapped.
#pragma once

#include <string>

#include "connectors/http/feed.h"
#include "engine/exchange.h"

namespace kamel::http {

/// The bytes to send; fails as getMandatoryBody(InputStream.class) does.
Result<Slice> body_of(Exchange& exchange, std::string_view content_type);
/// Content-Encoding: gzip tells Camel to compress; not when it only hands on what came in compressed.
bool wants_gzip(const Exchange& exchange);
/// The body as the only part of a multipart/form-data text. `content_type` becomes that of the whole.
Slice multipart(const Slice& body, Exchange& exchange, const std::string& name, std::string& content_type);
/// The value of a header as it is sent: ISO-8859-1, lists and maps as Java prints them.
std::string header_text(const Value& value);

}  // namespace kamel::http
