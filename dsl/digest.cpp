#include "dsl/digest.h"

#include <openssl/evp.h>

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
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(all_.data(), all_.size(), hash, &size, EVP_sha256(), nullptr);
  std::string out;
  for (unsigned i = 0; i < size && i < 16; ++i) {
    out += "0123456789abcdef"[hash[i] >> 4];
    out += "0123456789abcdef"[hash[i] & 15];
  }
  return out;
}

}  // namespace kamel
