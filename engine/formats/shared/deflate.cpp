// zlib's streams as whole texts.
#include "engine/formats/shared/deflate.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <string>

namespace kamel::formats {
namespace {

constexpr std::size_t kPiece = 32 * 1024;

int window_of(Wrapping wrapping) {
  switch (wrapping) {
    case Wrapping::Gzip:
      return MAX_WBITS + 16;
    case Wrapping::Raw:
      return -MAX_WBITS;
    default:
      return MAX_WBITS;
  }
}

void feed(z_stream& stream, std::string_view bytes) {
  // zlib's interface is not const, but it only reads.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max()));
}

struct Inflater {
  z_stream stream{};
  explicit Inflater(Wrapping wrapping) { inflateInit2(&stream, window_of(wrapping)); }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
};

Error broken(Wrapping wrapping, const z_stream& stream, int code) {
  if (wrapping == Wrapping::Gzip && stream.total_in == 0) return Error("java.io.IOException", "Input is not in the .gz format.");
  if (code == Z_BUF_ERROR || code == Z_OK) return Error("java.io.EOFException", "Unexpected end of ZLIB input stream");
  if (wrapping == Wrapping::Gzip && stream.total_out == 0) return Error("java.io.IOException", "Input is not in the .gz format.");
  return Error("java.util.zip.ZipException", stream.msg != nullptr ? stream.msg : "invalid data");
}

}  // namespace

Slice deflate_all(std::string_view bytes, Wrapping wrapping, int level) {
  z_stream stream{};
  deflateInit2(&stream, level, Z_DEFLATED, window_of(wrapping), 8, Z_DEFAULT_STRATEGY);
  feed(stream, bytes);
  SliceBuilder out(deflateBound(&stream, bytes.size()));
  int code = Z_OK;
  while (code == Z_OK || code == Z_BUF_ERROR) {
    stream.next_out = reinterpret_cast<Bytef*>(out.reserve(kPiece));
    stream.avail_out = kPiece;
    code = deflate(&stream, Z_FINISH);
    out.commit(kPiece - stream.avail_out);
  }
  deflateEnd(&stream);
  return out.finish();
}

Result<Slice> inflate_all(std::string_view bytes, Wrapping wrapping, std::size_t limit, std::size_t* used) {
  Inflater inflater(wrapping);
  z_stream& stream = inflater.stream;
  feed(stream, bytes);
  SliceBuilder out(std::min(bytes.size() * 4 + 64, limit + 1));
  for (;;) {
    stream.next_out = reinterpret_cast<Bytef*>(out.reserve(kPiece));
    stream.avail_out = kPiece;
    const int code = inflate(&stream, Z_NO_FLUSH);
    out.commit(kPiece - stream.avail_out);
    if (out.size() > limit) return Error("java.io.IOException", "the unpacked data is longer than " + std::to_string(limit) + " bytes");
    if (code == Z_STREAM_END) {
      if (wrapping != Wrapping::Gzip || stream.avail_in < 2) break;
      inflateReset(&stream);
    } else if (code != Z_OK || (stream.avail_in == 0 && stream.avail_out != 0)) {
      return broken(wrapping, stream, code);
    }
  }
  if (used != nullptr) *used = bytes.size() - stream.avail_in;
  return out.finish();
}

}  // namespace kamel::formats
