// Compression of answers, and bodies of requests that come compressed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "connectors/bodies/stored_body.h"
#include "connectors/http/message.h"

struct z_stream_s;

namespace kamel::http {

enum class Encoding : std::uint8_t { Identity, Gzip, Deflate, Unknown };
/// Of a Content-Encoding header.
Encoding encoding_of(std::string_view header) noexcept;
/// The best that an Accept-Encoding header allows: gzip, deflate, else Identity.
Encoding best_encoding(std::string_view accepted) noexcept;

/// What is compressed. Const: any thread.
struct Packing {
  bool packs = false;    // answers
  bool unpacks = false;  // requests
  std::vector<std::string> types;  // of answers: media ranges
  /// camel.server.compression, camel.server.decompression; quarkus.http.enable-compression, …-decompression, compress-media-types.
  static Packing of(const Context& context);
  /// Compresses the answer's body where the client wants it and it is worth it.
  void pack(const Request& request, Response& response) const;
};

/// Compresses another flow.
class PackedFlow final : public Outflow {
 public:
  PackedFlow(std::unique_ptr<Outflow> plain, Encoding encoding);
  ~PackedFlow() override;
  State next(std::string& out) override;
  std::optional<std::uint64_t> length() const override { return std::nullopt; }

 private:
  std::unique_ptr<Outflow> plain_;
  std::unique_ptr<z_stream_s> stream_;
  std::string piece_;
};

/// The unpacking of one body. `run` on any thread, then `finish` on the worker's.
class Unpacking {
 public:
  /// `rules`: where it is stored when it is too large for memory; nullptr: not at all.
  Unpacking(Value packed, Encoding encoding, const connectors::StoreRules* rules, std::uint64_t limit)
      : packed_(std::move(packed)), encoding_(encoding), rules_(rules), limit_(limit) {}
  void run();
  /// Puts the body into the request, and takes the headers that spoke of the packed one out. Else the status to refuse it with: 400, 413, 415, 507.
  int finish(Request& request);

 private:
  std::size_t input(std::uint64_t at, char* to, std::size_t size) const;
  bool take(std::string_view bytes);
  int inflate_all();
  Value packed_;
  Encoding encoding_;
  const connectors::StoreRules* rules_;
  std::uint64_t limit_, size_ = 0;
  std::unique_ptr<SliceBuilder> memory_;
  std::unique_ptr<connectors::BodyStore> store_;
  int status_ = 500;
};

}  // namespace kamel::http
