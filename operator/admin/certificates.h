// Certificates for the admin port: an authority, and what it signs.
#pragma once

#include <chrono>
#include <string>

#include "operator/kube/failure.h"

namespace kamel::cluster {

/// PEM texts. Elliptic curve P-256.
struct KeyPair {
  std::string certificate, key;
};

enum class Purpose : std::uint8_t { Server, Client };

/// A new authority, good for ten years.
kube::Outcome<KeyPair> make_authority();
/// A certificate that `authority` signs, good for a year: a server's for the DNS name `name`, or a client's called `name`. One is no good as the other.
kube::Outcome<KeyPair> issue(const KeyPair& authority, Purpose purpose, const std::string& name);
/// How long a certificate is still good; 0 when it has expired, cannot be read, or was not signed by `authority`'s key.
std::chrono::seconds time_left(const std::string& certificate, const std::string& authority_certificate);

}  // namespace kamel::cluster
