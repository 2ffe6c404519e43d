// SHA-256 by OpenSSL's plain functions: EVP_Digest would first load providers and their configuration, 4 MB and 2 ms that a start does not have.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "dsl/digest.h"

#include <openssl/sha.h>

#include <array>

namespace kamel {

Digest& Digest::add(std::string_view part) {
  all_.append(std::to_string(part.size())).append(":").append(part);
  return *this;
}

Digest& Digest::add(const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null: return add("null").add(node.text);
    case Node::Kind::Scalar: return add(node.quoted ? "text" : "plain").add(node.text);
    case Node::Kind::List:
      add("list" + std::to_string(node.items.size()));
      for (const Node& item : node.items) add(item);
      return *this;
    case Node::Kind::Map:
      add("map" + std::to_string(node.entries.size()));
      for (const Node::Entry& entry : node.entries) add(entry.key).add(entry.value);
      return *this;
  }
  return *this;
}

std::string Digest::text() const {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash;
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, all_.data(), all_.size());
  SHA256_Final(hash.data(), &context);
  std::string out;
  for (unsigned i = 0; i < 16; ++i) {
    out += "0123456789abcdef"[hash[i] >> 4];
    out += "0123456789abcdef"[hash[i] & 15];
  }
  return out;
}

}  // namespace kamel
