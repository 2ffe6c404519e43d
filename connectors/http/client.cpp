#include "connectors/http/client.h"

#include <algorithm>

#include "connectors/http/answer.h"
#include "connectors/http/gzip.h"
#include "connectors/http/header_filter.h"
#include "connectors/http/text.h"
#include "connectors/http/transfer_error.h"
#include "dsl/json.h"
#include "engine/convert.h"

namespace kamel::http {
namespace {

constexpr std::string_view kAgent = "kamel/" KAMEL_VERSION;
constexpr long kMaximumRedirects = 50;

std::string charset_of(const Exchange& exchange, std::string_view content_type) {
  if (const auto charset = value_parameter(content_type, "charset"); !charset.empty()) return std::string(charset);
  const Value* named = exchange.properties.find("CamelCharsetName");
  return named != nullptr && !named->is_null() ? to_text(*named).str() : std::string();
}

bool is_latin1(std::string_view charset) noexcept {
  return same_ignoring_case(charset, "iso-8859-1") || same_ignoring_case(charset, "latin1") || same_ignoring_case(charset, "us-ascii");
}

/// The bytes to send; fails as getMandatoryBody(InputStream.class) does.
Result<Slice> body_of(Exchange& exchange, std::string_view content_type) {
  const Value& body = exchange.message.body;
  if (body.is_null()) return Slice();
  if (body.is_text() && !is_ascii(body.slice()) && is_latin1(charset_of(exchange, content_type)))
    return Slice(utf8_to_latin1(body.slice()));
  if (body.is_bytes_like()) return body.slice();
  const auto converted = convert(body, "java.io.InputStream", &exchange);
  if (converted.has_value() && converted->is_bytes_like()) return converted->slice();
  const std::string what =
      "No type converter available to convert from type: " + std::string(body.java_class()) + " to the required type: java.io.InputStream";
  const Error cause("org.apache.camel.NoTypeConversionAvailableException", what);
  return Error("org.apache.camel.InvalidPayloadException",
               "No body available of type: java.io.InputStream but has type: " + std::string(body.java_class()) +
                   " on: Message. Caused by: " + what + ". Exchange[" + exchange.id().str() + "]. Caused by: [" + cause.text() + "]",
               cause);
}

bool is_in(const std::vector<Pair>& pairs, std::string_view name) {
  return std::ranges::any_of(pairs, [name](const Pair& pair) { return pair.first == name; });
}

/// Content-Encoding: gzip tells Camel to compress; not when it only hands on what came in compressed.
bool wants_gzip(const Exchange& exchange) {
  const Value* coding = exchange.message.headers.find("Content-Encoding");
  return coding != nullptr && coding->is_text() && same_ignoring_case(coding->slice(), "gzip") &&
         !exchange.properties.has("CamelSkipGzipEncoding");
}

Slice multipart(const Slice& body, const std::string& name, const std::string& boundary) {
  SliceBuilder out(body.size() + 256);
  out.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name +
             "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
  out.append(body);
  out.append("\r\n--" + boundary + "--\r\n");
  return out.finish();
}

std::string header_text(const Value& value) {
  std::string text;
  if (value.is_list()) {
    if (value.list().size() == 1) return header_text(value.list()[0]);
    for (const Value& item : value.list()) text += (text.empty() ? "[" : ", ") + to_text(item).str();
    text += text.empty() ? "" : "]";
  } else if (value.is_map()) {
    for (const auto& [key, item] : value.map()) text += (text.empty() ? "" : ", ") + key.str() + "=" + to_text(item).str();
  } else {
    text = to_text(value).str();
  }
  return is_ascii(text) ? text : utf8_to_latin1(text);
}

}  // namespace

Transfers& ClientPool::at(Worker& worker, const TransferLimits& limits) {
  auto& own = workers_[worker.index()];
  for (const auto& [key, transfers] : own) {
    if (key == limits) return *transfers;
  }
  return *own.emplace_back(limits, std::make_unique<Transfers>(worker.io(), limits)).second;
}

/// One exchange's request.
class Call final : public Transfer {
 public:
  Call(const HttpProducer& producer, Exchange& exchange, Transfers& transfers)
      : producer_(producer), exchange_(exchange), transfers_(transfers) {
    easy = transfers.make_easy();
  }
  /// Sets everything up; fails before anything is sent.
  Result<> prepare(const std::string& token);
  void finished(CURLcode code) override;

 private:
  Result<> set_headers(std::string_view content_type);
  Result<> set_method();
  void set_connection(const std::string& token);
  template <class T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(easy.get(), option, value);
  }
  const ClientOptions& options() const { return producer_.options_; }
  const HttpProducer& producer_;
  Exchange& exchange_;
  Transfers& transfers_;
  RequestLine line_;
  bool recyclable_ = true;  // libcurl 7.88 goes on keeping cookies under a custom Host after a reset of the handle
};

Result<> Call::prepare(const std::string& token) {
  if (options().line.bridge) exchange_.properties.set(Slice::literal("CamelSkipGzipEncoding"), true);
  auto line = request_line(exchange_, options().line);
  if (line.has_error()) return line.error();
  line_ = std::move(*line);
  set(CURLOPT_URL, line_.url.c_str());
  if (auto done = set_method(); done.has_error()) return done.error();
  set_connection(token);
  return {};
}

// POST is told to libcurl as such, and not as a custom method, so that a redirection makes it a GET as it does in Apache's client.
Result<> Call::set_method() {
  const std::string& method = line_.method;
  const bool sends = method == "POST" || method == "PUT" || method == "PATCH" || (method == "GET" && options().get_with_body) ||
                     (method == "DELETE" && options().delete_with_body);
  const Value* type = exchange_.message.headers.find("Content-Type");
  std::string content_type = type == nullptr || type->is_null() ? "" : header_text(*type);
  if (sends) {
    if (const Value* charset = exchange_.properties.find("CamelCharsetName"); charset != nullptr && exchange_.message.body.is_text() &&
                                                                              !content_type.empty() &&
                                                                              value_parameter(content_type, "charset").empty()) {
      content_type += "; charset=" + to_text(*charset).str();
    }
    auto bytes = body_of(exchange_, content_type);
    if (bytes.has_error()) return bytes.error();
    body = std::move(*bytes);
    if (wants_gzip(exchange_)) body = gzip(body);
    if (options().multipart) {
      const std::string boundary = "kamel_boundary_" + exchange_.id().str();
      content_type = "multipart/form-data; boundary=" + boundary;
      body = multipart(body, options().multipart_name, boundary);
    }
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDS, body.data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    if (method != "POST") set(CURLOPT_CUSTOMREQUEST, method.c_str());
  } else if (method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else {
    set(CURLOPT_HTTPGET, 1L);
    if (method != "GET") set(CURLOPT_CUSTOMREQUEST, method.c_str());
  }
  return set_headers(sends ? std::string_view(content_type) : std::string_view());
}

Result<> Call::set_headers(std::string_view content_type) {
  const Headers& message = exchange_.message.headers;
  const auto illegal = [](std::string_view name) {
    return Error("java.lang.IllegalArgumentException", "Illegal character in the HTTP header " + std::string(name.substr(0, 100)));
  };
  const std::string host = options().custom_host.empty() && options().preserve_host && message.has("Host")
                               ? header_text(*message.find("Host"))
                               : options().custom_host;
  // What a bridge hands on as a query came in as headers, too.
  std::vector<Pair> bridged;
  if (const Value* query = message.find("CamelHttpQuery"); query != nullptr && options().line.bridge) {
    bridged = parse_query(to_text(*query)).value_or(std::vector<Pair>());
  }
  bool accept = false, agent = !options().user_agent.empty();
  if (!options().skip_request_headers) {
    for (const auto& [name, value] : message) {
      if (value.is_null() || is_camel_header(name) || is_protocol_header(name) || is_in(bridged, name)) continue;
      if (same_ignoring_case(name, "User-Agent") && std::exchange(agent, true)) continue;
      accept = accept || same_ignoring_case(name, "Accept");
      if (!add_header(name, header_text(value))) return illegal(name);
    }
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

void Call::set_connection(const std::string& token) {
  const ClientOptions& o = options();
  const auto text = [this](CURLoption option, const std::string& value) {
    if (!value.empty()) set(option, value.c_str());
  };
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(o.connect_timeout.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(o.response_timeout.count()));
  if (o.follow_redirects) {
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, kMaximumRedirects);
  }
  if (o.connection_close) set(CURLOPT_FORBID_REUSE, 1L);
  const std::string& bearer = token.empty() ? o.bearer_token : token;
  if (!bearer.empty()) {
    set(CURLOPT_XOAUTH2_BEARER, bearer.c_str());
    set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER));
  } else if (!o.user_password.empty()) {
    set(CURLOPT_USERPWD, o.user_password.c_str());
    set(CURLOPT_HTTPAUTH, o.auth_methods);
  }
  if (!o.proxy.empty() || !o.system_proxy) set(CURLOPT_PROXY, o.proxy.c_str());
  text(CURLOPT_PROXYUSERPWD, o.proxy_user_password);
  text(CURLOPT_CAINFO, o.ca_file);
  text(CURLOPT_SSLCERT, o.certificate_file);
  text(CURLOPT_SSLKEY, o.key_file);
  if (!o.verify) {
    set(CURLOPT_SSL_VERIFYPEER, 0L);
    set(CURLOPT_SSL_VERIFYHOST, 0L);
  }
  if (o.cookies) {
    set(CURLOPT_SHARE, producer_.memory_->at(exchange_.worker()).cookies.get());
    // Switches cookies on, and keeps no file. CURLOPT_COOKIEFILE, the usual switch, leaks at each curl_easy_reset (curl 7.88).
    set(CURLOPT_COOKIEJAR, static_cast<const char*>(nullptr));
  }
}

void Call::finished(CURLcode code) {
  Exchange& exchange = exchange_;
  bool fine = false;
  if (code != CURLE_OK) {
    exchange.fail(transfer_error(code, *this, line_.url));
  } else {
    const AnswerHead head = parse_answer(answer_head);
    const bool bodiless = line_.method == "HEAD" || head.status == 204 || head.status == 205 || head.status == 304;
    Value answer = bodiless ? Value() : Value::stream(answer_body ? answer_body->finish() : Slice());
    answer_body.reset();
    fine = take_answer(head, std::move(answer), line_.url, options(), exchange);
  }
  headers.reset();
  if (recyclable_) transfers_.recycle(std::move(easy));
  exchange.resume(fine ? Flow::Next : Flow::Fail);
}

/// The request for an OAuth2 token that goes before a call.
class TokenCall final : public Transfer {
 public:
  TokenCall(const HttpProducer& producer, Exchange& exchange) : producer_(producer), exchange_(exchange) {
    const ClientOptions& options = producer.options_;
    easy = producer.pool_->at(exchange.worker(), options.limits).make_easy();
    curl_easy_setopt(easy.get(), CURLOPT_URL, options.token_url.c_str());
    curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, options.token_form.c_str());
    curl_easy_setopt(easy.get(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
    curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(options.response_timeout.count()));
    if (!options.ca_file.empty()) curl_easy_setopt(easy.get(), CURLOPT_CAINFO, options.ca_file.c_str());
    add_header("Accept", "application/json");
  }
  void finished(CURLcode code) override {
    const ClientOptions& options = producer_.options_;
    Error error;
    if (code != CURLE_OK) error = transfer_error(code, *this, options.token_url);
    const int status = parse_answer(answer_head).status;
    if (!error && status / 100 != 2) {
      error = Error("org.apache.camel.http.base.HttpOperationFailedException",
                    "HTTP operation failed invoking " + options.token_url + " with statusCode: " + std::to_string(status));
    }
    auto parsed = json::parse(answer_body ? answer_body->finish() : Slice());
    answer_body.reset();
    const Value* token = parsed.has_value() && parsed->is_map() ? parsed->map().find("access_token") : nullptr;
    if (!error && (token == nullptr || !token->is_text()))
      error = Error("org.apache.camel.RuntimeCamelException", "no access_token in the answer of " + options.token_url);
    if (error) {
      exchange_.fail(error);
      return exchange_.resume(Flow::Fail);
    }
    const std::string text = token->slice().str();
    if (options.cache_token) {
      const Value* life = parsed->map().find("expires_in");
      const auto seconds =
          life != nullptr && life->is_number() ? std::chrono::seconds(static_cast<std::int64_t>(life->number())) : options.token_life;
      EndpointMemory& memory = producer_.memory_->at(exchange_.worker());
      memory.token = text;
      memory.token_ends = std::chrono::steady_clock::now() + seconds - options.token_margin;
    }
    if (producer_.send(exchange_, text) != Flow::Suspend) exchange_.resume(Flow::Fail);
  }

 private:
  const HttpProducer& producer_;
  Exchange& exchange_;
};

Flow HttpProducer::send(Exchange& exchange, const std::string& token) const {
  Transfers& transfers = pool_->at(exchange.worker(), options_.limits);
  auto call = std::make_unique<Call>(*this, exchange, transfers);
  const Result<> prepared = call->prepare(token);
  if (prepared.has_error()) return exchange.fail(prepared.error());
  transfers.start(std::move(call));
  return Flow::Suspend;
}

Flow HttpProducer::run(Exchange& exchange) const {
  if (options_.token_url.empty()) return send(exchange, {});
  const EndpointMemory& memory = memory_->at(exchange.worker());
  if (!memory.token.empty() && std::chrono::steady_clock::now() < memory.token_ends) return send(exchange, memory.token);
  pool_->at(exchange.worker(), options_.limits).start(std::make_unique<TokenCall>(*this, exchange));
  return Flow::Suspend;
}

std::unique_ptr<const Step> http_producer(const EndpointDecl& decl, Assembler& assembler) {
  auto options = client_options(decl, assembler);
  if (!options) return nullptr;
  Context& context = assembler.context();
  auto pool = context.service<ClientPool>([&context] { return std::make_shared<ClientPool>(context); });
  auto memory = context.shared<PerWorker<EndpointMemory>>(decl.uri.identity(), [&context] {
    return std::make_shared<PerWorker<EndpointMemory>>(context.workers().size(), [](Worker&) {
      auto made = std::make_unique<EndpointMemory>();
      made->cookies.reset(curl_share_init());
      curl_share_setopt(made->cookies.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE);
      return made;
    });
  });
  return std::make_unique<HttpProducer>(std::move(*options), std::move(pool), std::move(memory));
}

}  // namespace kamel::http
