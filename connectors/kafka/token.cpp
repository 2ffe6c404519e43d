#include "connectors/kafka/token.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>

#include "connectors/http/jwt.h"
#include "dsl/json.h"
#include "dsl/uri.h"

namespace kamel::kafka {
namespace {

constexpr std::size_t kMostBytes = 256 * 1024;
constexpr std::int64_t kLifeMs = 60'000;  // of a token that does not say

constexpr std::array<std::pair<std::string_view, std::string TokenSettings::*>, 5> kNames = {{
    {kTokenUrl, &TokenSettings::url},
    {"sasl.oauthbearer.client.id", &TokenSettings::client_id},
    {"sasl.oauthbearer.client.secret", &TokenSettings::client_secret},
    {"sasl.oauthbearer.scope", &TokenSettings::scope},
    {"sasl.oauthbearer.ca.location", &TokenSettings::authorities},
}};

Error failure(std::string why) { return Error("org.apache.kafka.common.errors.SaslAuthenticationException", std::move(why)); }

std::size_t collect(char* bytes, std::size_t, std::size_t size, void* to) {
  auto& text = *static_cast<std::string*>(to);
  if (text.size() + size > kMostBytes) return 0;
  text.append(bytes, size);
  return size;
}

/// As Java's client: who we are stands in the header, what we want in a form.
Result<std::string> ask(const TokenSettings& settings) {
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  const std::string form = "grant_type=client_credentials" + (settings.scope.empty() ? "" : "&scope=" + percent_encode(settings.scope));
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(curl_slist_append(nullptr, "Accept: application/json"), curl_slist_free_all);
  std::string answer;
  const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
  set(CURLOPT_URL, settings.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_CONNECTTIMEOUT, 5L);
  set(CURLOPT_TIMEOUT, 10L);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
  set(CURLOPT_USERNAME, settings.client_id.c_str());
  set(CURLOPT_PASSWORD, settings.client_secret.c_str());
  set(CURLOPT_POSTFIELDS, form.c_str());
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_WRITEFUNCTION, collect);
  set(CURLOPT_WRITEDATA, &answer);
  if (!settings.authorities.empty()) set(CURLOPT_CAINFO, settings.authorities.c_str());
  if (const CURLcode code = curl_easy_perform(curl.get()); code != CURLE_OK) return failure("no token from " + settings.url + ": " + curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status / 100 != 2) return failure("no token from " + settings.url + ": status " + std::to_string(status));
  return answer;
}

const Value* member(const Result<Value>& value, std::string_view name) {
  return value && value->is_map() ? value->map().find(name) : nullptr;
}

/// The claims of a JWT; whether they are true is the broker's business.
Result<Value> claims_of(std::string_view token) {
  const auto begin = token.find('.'), end = token.find('.', begin + 1);
  if (begin == token.npos || end == token.npos) return Value();
  const auto text = http::decode_base64url(token.substr(begin + 1, end - begin - 1));
  return text ? json::parse(Slice(*text)) : Result<Value>(Value());
}

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

bool is_token_property(std::string_view name) {
  return name.starts_with(kTokenExtension) || std::ranges::find(kNames, name, &decltype(kNames)::value_type::first) != kNames.end();
}

std::optional<TokenSettings> take_token_settings(Properties& properties) {
  TokenSettings settings;
  for (auto& [name, value] : properties) {
    if (name.starts_with(kTokenExtension)) {
      settings.extensions.push_back(name.substr(kTokenExtension.size()));
      settings.extensions.push_back(value);
    }
    const auto known = std::ranges::find(kNames, std::string_view(name), &decltype(kNames)::value_type::first);
    if (known != kNames.end()) settings.*(known->second) = std::move(value);
  }
  std::erase_if(properties, [](const auto& property) { return is_token_property(property.first); });
  if (settings.url.empty()) return std::nullopt;
  return settings;
}

Result<Token> fetch_token(const TokenSettings& settings) {
  const auto answer = ask(settings);
  if (!answer) return answer.error();
  const auto parsed = json::parse(Slice(*answer));
  const Value* text = member(parsed, "access_token");
  if (text == nullptr || !text->is_text()) return failure("no access_token in the answer of " + settings.url);
  Token token{text->slice().str(), settings.client_id, now_ms() + kLifeMs};
  const auto claims = claims_of(token.text);
  if (const Value* subject = member(claims, "sub"); subject != nullptr && subject->is_text()) token.principal = subject->slice().str();
  if (const Value* ends = member(claims, "exp"); ends != nullptr && ends->is_number()) {
    token.ends_ms = static_cast<std::int64_t>(ends->number() * 1000);
  } else if (const Value* life = member(parsed, "expires_in"); life != nullptr && life->is_number()) {
    token.ends_ms = now_ms() + static_cast<std::int64_t>(life->number() * 1000);
  }
  return token;
}

void refresh_token(rd_kafka_t* client, const TokenSettings& settings) {
  const auto token = fetch_token(settings);
  if (!token) {
    rd_kafka_oauthbearer_set_token_failure(client, std::string(token.error().message()).c_str());
    return;
  }
  std::vector<const char*> extensions;
  for (const std::string& text : settings.extensions) extensions.push_back(text.c_str());
  std::array<char, 256> why{};
  const auto refused = rd_kafka_oauthbearer_set_token(client, token->text.c_str(), token->ends_ms, token->principal.c_str(), extensions.data(), extensions.size(), why.data(), why.size());
  if (refused == RD_KAFKA_RESP_ERR_NO_ERROR) return;
  // librdkafka's reason might repeat what it does not like.
  rd_kafka_oauthbearer_set_token_failure(client, ("the token of " + settings.url + " cannot be used: it has ended, or has characters that no token has").c_str());
}

}  // namespace kamel::kafka
