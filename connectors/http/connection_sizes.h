// What the parts of Connection agree on: how much of a request is where, and how one that cannot be read is answered.
#pragma once

#include <boost/beast/http/error.hpp>
#include <cstddef>

namespace kamel::http {

inline constexpr std::size_t kChunkRoom = 8 * 1024;      // the buffer is this much larger than the longest header
inline constexpr std::size_t kBodyStep = 64 * 1024;      // memory for a body grows with what has really come
inline constexpr std::size_t kDiscardLimit = 64 * 1024;  // the longest body that is read only to keep the connection
inline constexpr std::size_t kStorePiece = 256 * 1024;   // what goes to the disk at once

/// The status that refuses what the parser does not take.
inline int status_of(const boost::system::error_code& ec) {
  namespace http = boost::beast::http;
  if (ec == http::error::header_limit) return 431;
  return ec == http::error::body_limit ? 413 : 400;
}

}  // namespace kamel::http
