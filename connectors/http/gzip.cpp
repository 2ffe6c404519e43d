#include "connectors/http/gzip.h"

#include <zlib.h>

namespace kamel::http {

Slice gzip(std::string_view bytes) {
  constexpr int kGzipWindow = 15 + 16;
  z_stream stream{};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY);
  const std::size_t bound = deflateBound(&stream, bytes.size());
  SliceBuilder out(bound);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.reserve(bound));
  stream.avail_out = static_cast<uInt>(bound);
  deflate(&stream, Z_FINISH);
  out.commit(stream.total_out);
  deflateEnd(&stream);
  return out.finish();
}

}  // namespace kamel::http
