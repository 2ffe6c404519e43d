#include "connectors/webhooks/signature.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "connectors/http/jwt.h"

namespace kamel::connectors {
namespace {

int digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// "" for what is no hexadecimal text.
std::string from_hex(std::string_view text) {
  std::string out;
  if (text.size() % 2 != 0) return {};
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]), low = digit(text[i + 1]);
    if (high < 0 || low < 0) return {};
    out += static_cast<char>(high << 4 | low);
  }
  return out;
}

}  // namespace

bool is_signed(const SignatureRules& rules, std::string_view given, std::string_view body) {
  for (const std::string_view prefix : {"sha1=", "sha256=", "sha512="}) {
    if (given.starts_with(prefix)) given.remove_prefix(prefix.size());
  }
  const std::string claimed = rules.base64 ? http::decode_base64(given).value_or("") : from_hex(given);
  std::array<unsigned char, EVP_MAX_MD_SIZE> actual{};
  unsigned size = 0;
  const EVP_MD* digest = EVP_get_digestbyname(rules.digest.c_str());
  if (digest == nullptr || HMAC(digest, rules.secret.data(), static_cast<int>(rules.secret.size()), reinterpret_cast<const unsigned char*>(body.data()), body.size(),
                                actual.data(), &size) == nullptr) {
    return false;
  }
  return claimed.size() == size && CRYPTO_memcmp(claimed.data(), actual.data(), size) == 0;
}

}  // namespace kamel::connectors
