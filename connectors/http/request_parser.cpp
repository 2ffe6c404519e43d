#include "connectors/http/request_parser.h"

#include "connectors/http/text.h"
#include "engine/named_values.h"

namespace kamel::http {
namespace {
std::string_view view(boost::beast::string_view text) noexcept { return {text.data(), text.size()}; }

/// Whether a value was continued on another line: then it is in memory of the parser's own, or there is a line's end before it.
bool is_folded(std::string_view name, std::string_view value, const char* end) noexcept {
  const char* after = name.data() + name.size();
  return value.data() < after || value.data() > end ||
         std::string_view(after, static_cast<std::size_t>(value.data() - after)).find('\r') != std::string_view::npos;
}
}  // namespace

void RequestParser::on_request_impl(boost::beast::http::verb verb, Text method, Text target, int version, Error&) {
  request_.method = view(method);
  request_.target = view(target);
  request_.head = verb == boost::beast::http::verb::head;
  version_ = version;
}

void RequestParser::on_field_impl(boost::beast::http::field field, Text name, Text value, Error&) {
  namespace http = boost::beast::http;
  if (header_done_) return;  // a trailer: Camel sees none
  if (is_folded(view(name), view(value), end_)) return refuse(400);
  switch (field) {
    case http::field::host:
      ++hosts_;
      request_.host = view(value);
      break;
    case http::field::content_length:
      if (++lengths_ > 1 || value.find_first_not_of("0123456789") != Text::npos) refuse(400);  // no lists, even of equal numbers
      break;
    case http::field::transfer_encoding:
      if (++codings_ > 1 || !same_ignoring_case(view(value), "chunked")) refuse(400);
      break;
    case http::field::expect:
      if (!same_ignoring_case(view(value), "100-continue")) return refuse(417);
      expects_continue_ = true;
      break;
    default:
      break;
  }
  request_.headers.push_back({view(name), view(value)});
}

void RequestParser::on_header_impl(Error&) {
  header_done_ = true;
  if (hosts_ > 1 || (hosts_ == 0 && version_ == 11) || (lengths_ != 0 && codings_ != 0) || (codings_ != 0 && version_ == 10))
    return refuse(400);
  if (version_ == 10) expects_continue_ = false;
  request_.has_body = lengths_ != 0 || codings_ != 0;
  std::string_view target = request_.target;
  if (starts_with_ignoring_case(target, "http://") || starts_with_ignoring_case(target, "https://")) {
    const std::size_t authority = target.find("//") + 2;
    const std::size_t path = std::min(target.find_first_of("/?", authority), target.size());
    request_.host = target.substr(authority, path - authority);
    target.remove_prefix(path);
    request_.target = target.empty() ? std::string_view("/") : target;
  } else if (!target.starts_with('/') && target != "*") {
    refuse(400);
  }
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text body, Error&) {
  if (body_ != nullptr) body_->append(view(body));
  return body.size();
}

}  // namespace kamel::http
