// TlsFiles: certificates and keys as PEM text, read again when their files have changed.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "connectors/http/tls/parameters.h"
#include "dsl/error.h"

namespace kamel::http {

/// What OpenSSL and libcurl are given. Texts of a key are nowhere else, and never logged.
struct TlsTexts {
  std::string certificates;  // ours first, then those above it; "" : none
  std::string key;           // not encrypted any more
  std::string trusted;       // "": the system's
};

/// Reads the files. Fails with java.io.FileNotFoundException, java.security.KeyStoreException or UnrecoverableKeyException, and never with what is in them.
Result<TlsTexts> read_tls(const TlsParameters& parameters);

/// Any thread.
class TlsFiles {
 public:
  explicit TlsFiles(TlsParameters parameters) : parameters_(std::move(parameters)) {}
  const TlsParameters& parameters() const noexcept { return parameters_; }
  /// The texts, at most a second old. When files that could be read before cannot be any more (in the middle of a rotation), those read last.
  Result<std::shared_ptr<const TlsTexts>> current();

 private:
  struct Stamp {
    std::int64_t seconds = 0, nanoseconds = 0;
    std::uint64_t inode = 0;
    bool operator==(const Stamp&) const = default;
  };
  std::vector<Stamp> stamps() const;
  const TlsParameters parameters_;
  std::mutex mutex_;  // of all below
  std::shared_ptr<const TlsTexts> texts_;
  std::vector<Stamp> read_at_;
  std::chrono::steady_clock::time_point looked_;
};

}  // namespace kamel::http
