// Which method and URL an exchange is sent to: Camel's HttpMethodHelper and HttpHelper.createURL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dsl/error.h"
#include "engine/exchange.h"

namespace kamel::http {

struct RequestLineOptions {
  std::string url;     // of the endpoint, without its query: "http://host:80/path"
  std::string query;   // of the endpoint, encoded; "" when there is none
  std::string method;  // httpMethod; "": chosen by headers and body
  bool bridge = false;
  bool skip_control_headers = false;
};

struct RequestLine {
  std::string method;
  std::string url;
};

/// Takes the headers CamelRestHttpUri and CamelRestHttpQuery out of the message, as Camel does.
Result<RequestLine> request_line(Exchange& exchange, const RequestLineOptions& options);

/// Escapes what must not stand in a URL; escapes that are there stay.
std::string encode_unsafe(std::string_view text);
/// name=value of an endpoint's query, as java.net.URLEncoder writes it.
std::string encode_form(std::string_view text);

}  // namespace kamel::http
