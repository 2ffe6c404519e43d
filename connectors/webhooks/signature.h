// Signatures of webhooks: an HMAC of the request's body, with a secret that sender and receiver share.
#pragma once

#include <string>
#include <string_view>

namespace kamel::connectors {

struct SignatureRules {
  std::string header;            // where it stands
  std::string secret;
  std::string digest = "SHA256"; // OpenSSL's name
  bool base64 = false;           // else hexadecimal
};

/// Whether `given` – with or without "sha256=" before it – is the body's signature. Takes as long for a wrong one as for a right one. Any thread.
bool is_signed(const SignatureRules& rules, std::string_view given, std::string_view body);

}  // namespace kamel::connectors
