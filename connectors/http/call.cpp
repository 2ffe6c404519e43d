#include "connectors/http/call.h"

#include <algorithm>
#include <charconv>
#include <ctime>

#include "connectors/http/answer.h"
#include "connectors/http/gzip.h"
#include "connectors/http/header_filter.h"
#include "connectors/http/request_body.h"
#include "connectors/http/text.h"
#include "connectors/http/tls/apply.h"
#include "connectors/http/transfer_error.h"
#include "engine/convert.h"

namespace kamel::http {
namespace {

constexpr std::string_view kAgent = "kamel/" KAMEL_VERSION;

bool is_in(const std::vector<Pair>& pairs, std::string_view name) {
  return std::ranges::any_of(pairs, [name](const Pair& pair) { return pair.first == name; });
}

bool is_overload(int status) noexcept { return status == 429 || status == 503; }

/// Retry-After: seconds, or a date.
std::optional<std::chrono::milliseconds> retry_after(std::string_view text) {
  std::int64_t seconds = 0;
  if (text.empty()) return std::nullopt;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (failed != std::errc() || end != text.data() + text.size()) {
    const std::time_t at = curl_getdate(std::string(text).c_str(), nullptr);
    if (at < 0) return std::nullopt;
    seconds = at - std::time(nullptr);
  }
  constexpr std::int64_t kLongest = 366 * 24 * 3600;
  return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kLongest));
}

/// A CloudEvent's attribute: what HTTP cannot carry as %XX, as its specification has it. What is ASCII may have been encoded before, and stays.
std::string event_text(const Value& value) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : to_text(value).view()) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F) {
      out += c;
    } else {
      out.append({'%', kHex[byte >> 4U], kHex[byte & 15U]});
    }
  }
  return out;
}

Error illegal(std::string_view name) {
  return Error("java.lang.IllegalArgumentException", "Illegal character in the HTTP header " + std::string(name.substr(0, 100)));
}

}  // namespace

Call::Call(const HttpProducer& producer, Exchange& exchange, std::shared_ptr<Feed> source)
    : producer_(producer), exchange_(exchange), transfers_(producer.transfers(exchange)), source_(std::move(source)) {
  easy = transfers_.make_easy();
}

Call::Call(Again, Call& before)
    : producer_(before.producer_),
      exchange_(before.exchange_),
      transfers_(before.transfers_),
      line_(std::move(before.line_)),
      source_(std::move(before.source_)),
      began_(before.began_),
      tries_(before.tries_ + 1),
      recyclable_(before.recyclable_) {
  easy = std::move(before.easy);
  headers = std::move(before.headers);
  body = std::move(before.body);
  feed = std::move(before.feed);
  tls = std::move(before.tls);
  if (feed) feed->seek(0);
}

Result<> Call::prepare(const std::string& token) {
  if (options().line.bridge) exchange_.properties.set(Slice::literal("CamelSkipGzipEncoding"), true);
  auto line = request_line(exchange_, options().line);
  if (line.has_error()) return line.error();
  line_ = std::move(*line);
  set(CURLOPT_URL, line_.url.c_str());
  if (auto done = set_method(); done.has_error()) return done.error();
  return set_connection(token);
}

// POST is told to libcurl as such, and not as a custom method, so that a redirection makes it a GET as it does in Apache's client.
Result<> Call::set_method() {
  const std::string& method = line_.method;
  const bool sends = method == "POST" || method == "PUT" || method == "PATCH" || (method == "GET" && options().get_with_body) ||
                     (method == "DELETE" && options().delete_with_body);
  const Value* type = exchange_.message.headers.find("Content-Type");
  std::string content_type = type == nullptr || type->is_null() ? "" : header_text(*type);
  if (sends) {
    if (auto done = set_body(content_type); done.has_error()) return done.error();
    if (method != "POST") set(CURLOPT_CUSTOMREQUEST, method.c_str());
  } else if (method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else {
    set(CURLOPT_HTTPGET, 1L);
    if (method != "GET") set(CURLOPT_CUSTOMREQUEST, method.c_str());
  }
  return set_headers(sends ? std::string_view(content_type) : std::string_view());
}

Result<> Call::set_body(std::string& content_type) {
  if (const Value* charset = exchange_.properties.find("CamelCharsetName"); charset != nullptr && exchange_.message.body.is_text() &&
                                                                            !content_type.empty() &&
                                                                            value_parameter(content_type, "charset").empty()) {
    content_type += "; charset=" + to_text(*charset).str();
  }
  content_type = entity_type(content_type);
  if (source_) {
    send(source_);
    return {};
  }
  auto bytes = body_of(exchange_, content_type);
  if (bytes.has_error()) return bytes.error();
  if (wants_gzip(exchange_)) *bytes = gzip(*bytes);
  if (options().multipart) *bytes = multipart(*bytes, exchange_, options().multipart_name, content_type);
  send(std::move(*bytes));
  return {};
}

Result<> Call::set_message_headers(bool& accept, bool& agent) {
  const Headers& message = exchange_.message.headers;
  // What a bridge hands on as a query came in as headers, too.
  std::vector<Pair> bridged;
  if (const Value* query = message.find("CamelHttpQuery"); query != nullptr && options().line.bridge) {
    bridged = parse_query(to_text(*query)).value_or(std::vector<Pair>());
  }
  for (const auto& [name, value] : message) {
    if (value.is_null() || is_camel_header(name) || is_protocol_header(name) || is_in(bridged, name)) continue;
    if (same_ignoring_case(name, "User-Agent") && std::exchange(agent, true)) continue;
    accept = accept || same_ignoring_case(name, "Accept");
    const bool event = name.size() > 3 && same_ignoring_case(name.view().substr(0, 3), "ce-");
    if (!add_header(name, event ? event_text(value) : header_text(value))) return illegal(name);
  }
  return {};
}

Result<> Call::set_headers(std::string_view content_type) {
  const Headers& message = exchange_.message.headers;
  const std::string host = options().custom_host.empty() && options().preserve_host && message.has("Host")
                               ? header_text(*message.find("Host"))
                               : options().custom_host;
  bool accept = false, agent = !options().user_agent.empty();
  if (!options().skip_request_headers) {
    if (auto done = set_message_headers(accept, agent); done.has_error()) return done.error();
  }
  // A name with nothing behind its colon takes away what libcurl would send by itself.
  const auto line = [this](const std::string& text) { headers.reset(curl_slist_append(headers.release(), text.c_str())); };
  if (!accept) line("Accept:");
  line("Expect:");
  if (!content_type.empty() && !add_header("Content-Type", content_type)) return illegal("Content-Type");
  if (content_type.empty()) line("Content-Type:");
  if (!host.empty() && !add_header("Host", host)) return illegal("Host");
  recyclable_ = host.empty();
  line(options().connection_close ? "Connection: close" : "Connection: keep-alive");
  if (!agent) set(CURLOPT_USERAGENT, kAgent.data());
  if (!options().user_agent.empty()) set(CURLOPT_USERAGENT, options().user_agent.c_str());
  set(CURLOPT_ACCEPT_ENCODING, "gzip, x-gzip, deflate");
  return {};
}

void Call::set_credentials(const std::string& token) {
  const ClientOptions& o = options();
  const std::string& bearer = token.empty() ? o.bearer_token : token;
  if (!bearer.empty()) {
    set(CURLOPT_XOAUTH2_BEARER, bearer.c_str());
    set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER));
  } else if (!o.user_password.empty()) {
    set(CURLOPT_USERPWD, o.user_password.c_str());
    set(CURLOPT_HTTPAUTH, o.auth_methods);
  }
  if (!o.proxy.empty() || !o.system_proxy) set(CURLOPT_PROXY, o.proxy.c_str());
  if (!o.proxy_user_password.empty()) {
    set(CURLOPT_PROXYUSERPWD, o.proxy_user_password.c_str());
    set(CURLOPT_PROXYAUTH, o.proxy_auth_methods);
  }
}

Result<> Call::set_connection(const std::string& token) {
  const ClientOptions& o = options();
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(o.connect_timeout.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(o.response_timeout.count()));
  if (o.follow_redirects) {
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, o.maximum_redirects);
  }
  if (o.connection_close) set(CURLOPT_FORBID_REUSE, 1L);
  if (o.http2) {
    const bool secured = starts_with_ignoring_case(line_.url, "https:");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(secured ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE));
    set(CURLOPT_PIPEWAIT, 1L);
  }
  set_credentials(token);
  if (o.cookies) {
    set(CURLOPT_SHARE, producer_.memory(exchange_).cookies.get());
    // Switches cookies on, and keeps no file. CURLOPT_COOKIEFILE, the usual switch, leaks at each curl_easy_reset (curl 7.88).
    set(CURLOPT_COOKIEJAR, static_cast<const char*>(nullptr));
  }
  return apply_tls(o.tls.get(), *this);
}

// As Apache's DefaultHttpRequestRetryStrategy: any method when the server says that it has too much to do, and those that may be repeated when the
// connection was lost.
bool Call::tries_again(CURLcode code, int status) {
  if (tries_ > options().retries) return false;
  if (code == CURLE_OK) {
    const auto pause = pause_of(code);
    const bool in_time = options().response_timeout.count() == 0 || pause <= options().response_timeout;
    return is_overload(status) && in_time && (options().retry_after_maximum.count() == 0 || pause <= options().retry_after_maximum);
  }
  const bool lost = code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR;
  return lost && line_.method != "POST" && line_.method != "PATCH";
}

std::chrono::milliseconds Call::pause_of(CURLcode code) const {
  if (code != CURLE_OK) return std::chrono::milliseconds(0);
  return retry_after(parse_answer(answer_head).find("Retry-After")).value_or(options().retry_interval);
}

void Call::try_again(std::chrono::milliseconds pause) {
  // A timer's task must be copyable: the call waits in a holder that the task shares.
  auto holder = std::make_shared<std::unique_ptr<Transfer>>(new Call(Again(), *this));
  exchange_.worker().after(pause, [holder, &transfers = transfers_] { transfers.start(std::move(*holder)); });
}

void Call::finished(CURLcode code) {
  const AnswerHead head = code == CURLE_OK ? parse_answer(answer_head) : AnswerHead();
  const bool overloaded = is_overload(head.status) || code == CURLE_OPERATION_TIMEDOUT;
  if (tries_again(code, head.status)) return try_again(pause_of(code));
  Exchange& exchange = exchange_;
  bool fine = false;
  if (code != CURLE_OK) {
    exchange.fail(transfer_error(code, *this, line_.url));
  } else if (auto bytes = answer(); bytes.has_error()) {
    exchange.fail(bytes.error());
  } else {
    const bool bodiless = line_.method == "HEAD" || head.status == 204 || head.status == 205 || head.status == 304;
    fine = take_answer(head, bodiless ? Value() : std::move(*bytes), line_.url, options(), exchange);
  }
  answer_body.reset();
  headers.reset();
  const HttpProducer& producer = producer_;
  const auto took = std::chrono::steady_clock::now() - began_;
  if (recyclable_) transfers_.recycle(std::move(easy));
  producer.ended(exchange, took, overloaded ? Concurrency::Outcome::Overloaded : Concurrency::Outcome::Answered);
  exchange.resume(fine ? Flow::Next : Flow::Fail);
}

}  // namespace kamel::http
