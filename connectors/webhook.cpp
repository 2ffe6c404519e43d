// webhook: signed requests of other services, at the integration's HTTP port.
#include "connectors/webhooks/receiver.h"

namespace kamel::connectors {
namespace {

constexpr std::string_view kDigests[] = {"SHA256", "SHA1", "SHA512"};
constexpr std::string_view kEncodings[] = {"hex", "base64"};

constexpr Field kFields[] = {
    {.name = "secret", .summary = "what the sender signs with", .scope = "consumer", .secret = true},
    {.name = "signatureHeader", .summary = "the header that holds the HMAC of the body, with or without sha256= before it", .fallback = "X-Hub-Signature-256", .scope = "consumer"},
    {.name = "signatureDigest", .type = FieldType::Choice, .summary = "of the HMAC", .fallback = "SHA256", .choices = kDigests, .scope = "consumer"},
    {.name = "signatureEncoding", .type = FieldType::Choice, .summary = "how it is written", .fallback = "hex", .choices = kEncodings, .scope = "consumer"},
};

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  ReceiverOptions options;
  options.signature = {decl.options.text("signatureHeader"), decl.options.text("secret"), std::string(decl.options.choice("signatureDigest")), decl.options.choice("signatureEncoding") == kEncodings[1]};
  return receive(decl, assembler, std::move(options));
}

}  // namespace

ComponentSpec webhook() {
  return {.scheme = "webhook",
          .syntax = "webhook:path",
          .summary = "Takes in requests whose body is signed with a shared secret; all others get 401. (kamel's own: Camel's webhook wraps components that kamel has not.)",
          .fields = kFields,
          .example = "webhook:/hooks/shop?secret=RAW(s3cret)&signatureHeader=X-Shop-Hmac-Sha256&signatureEncoding=base64",
          .source = source};
}

}  // namespace kamel::connectors
