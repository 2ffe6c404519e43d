#include "connectors/http/token_call.h"

#include "connectors/http/answer.h"
#include "connectors/http/tls/apply.h"
#include "connectors/http/transfer_error.h"
#include "dsl/json.h"
#include "engine/http_failure.h"

namespace kamel::http {

TokenCall::TokenCall(const HttpProducer& producer, Exchange& exchange) : producer_(producer), exchange_(exchange) {
  easy = producer.transfers(exchange).make_easy();
}

// As Camel's OAuth2ClientConfigurer: who we are stands in the header. (Camel forgets grant_type and scope beside a resource indicator; we do not.)
Result<> TokenCall::prepare() {
  const ClientOptions& options = producer_.options();
  const auto set = [this](CURLoption option, auto value) { curl_easy_setopt(easy.get(), option, value); };
  set(CURLOPT_URL, options.token_url.c_str());
  set(CURLOPT_POSTFIELDS, options.token_form.c_str());
  set(CURLOPT_USERPWD, options.token_credentials.c_str());
  set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(options.response_timeout.count()));
  if (!options.proxy.empty() || !options.system_proxy) set(CURLOPT_PROXY, options.proxy.c_str());
  if (!options.proxy_user_password.empty()) set(CURLOPT_PROXYUSERPWD, options.proxy_user_password.c_str());
  add_header("Accept", "application/json");
  return apply_tls(options.tls.get(), *this);
}

Result<std::string> TokenCall::token(CURLcode code) {
  const std::string& url = producer_.options().token_url;
  if (code != CURLE_OK) return transfer_error(code, *this, url);
  const AnswerHead head = parse_answer(answer_head);
  if (head.status / 100 != 2) {  // neither its headers nor its body: they may hold credentials
    HttpFailure failure;
    failure.uri = url;
    failure.status = head.status;
    failure.reason = head.reason;
    return HttpFailure::make(std::move(failure));
  }
  auto bytes = answer();
  if (bytes.has_error()) return bytes.error();
  const auto parsed = bytes->is_bytes_like() ? json::parse(bytes->slice()) : Result<Value>(Value());
  const Value* token = parsed.has_value() && parsed->is_map() ? parsed->map().find("access_token") : nullptr;
  if (token == nullptr || !token->is_text()) return Error("org.apache.camel.RuntimeCamelException", "no access_token in the answer of " + url);
  std::string text = token->slice().str();
  keep(text, parsed->map().find("expires_in"));
  return text;
}

void TokenCall::keep(const std::string& token, const Value* life) {
  const ClientOptions& options = producer_.options();
  if (!options.cache_token) return;
  const bool told = life != nullptr && life->is_number();
  const auto seconds = told ? std::chrono::seconds(static_cast<std::int64_t>(life->number())) : options.token_life;
  EndpointMemory& memory = producer_.memory(exchange_);
  memory.token = token;
  memory.token_ends = std::chrono::steady_clock::now() + seconds - options.token_margin;
}

void TokenCall::finished(CURLcode code) {
  const auto token = this->token(code);
  answer_body.reset();
  if (token) {
    if (producer_.send(exchange_, *token) == Flow::Suspend) return;
  } else {
    exchange_.fail(token.error());
    producer_.ended(exchange_, {}, Concurrency::Outcome::Overloaded);
  }
  exchange_.resume(Flow::Fail);
}

}  // namespace kamel::http
