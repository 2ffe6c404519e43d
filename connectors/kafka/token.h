// Tokens for SASL OAUTHBEARER, fetched from an OpenID provider by OAuth2's client credentials. Debian's librdkafka is built without its own way to do so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/kafka/handles.h"
#include "dsl/error.h"

namespace kamel::kafka {

/// The properties of a client that are ours, by the names that they have in librdkafka and in Java; never given to librdkafka.
inline constexpr std::string_view kTokenUrl = "sasl.oauthbearer.token.endpoint.url";
inline constexpr std::string_view kTokenExtension = "sasl.oauthbearer.extension.";

struct TokenSettings {
  std::string url, client_id, client_secret, scope;
  std::string authorities;  // PEM file of those to trust for `url`; empty: the system's
  std::vector<std::string> extensions;  // name, value, name, value …
};

bool is_token_property(std::string_view name);
/// What these properties say of tokens, taken out of them; nothing without a token endpoint.
std::optional<TokenSettings> take_token_settings(Properties& properties);

struct Token {
  std::string text, principal;
  std::int64_t ends_ms = 0;  // since the epoch
};

/// Asks the provider. Blocks, at most some ten seconds. An error holds neither token nor secret. Any thread.
Result<Token> fetch_token(const TokenSettings& settings);

/// Gives a client a token, or tells it why there is none: then it asks again in ten seconds. On librdkafka's thread.
void refresh_token(rd_kafka_t* client, const TokenSettings& settings);

}  // namespace kamel::kafka
