// Texts as Camel K packs and names them.
#include <openssl/evp.h>
#include <zlib.h>

#include <cctype>

#include "operator/text/yaml.h"

namespace kamel::cluster {
namespace {

constexpr std::size_t kMost = 10'000'000;

/// One gzip member being read.
struct Inflater {
  z_stream stream{};
  bool ready = inflateInit2(&stream, 15 + 16) == Z_OK;
  Inflater() = default;
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() {
    if (ready) inflateEnd(&stream);
  }
};

}  // namespace

std::string from_base64(std::string_view base64) {
  std::string clean;
  for (const char c : base64) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) clean += c;
  }
  std::string out(clean.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(clean.data()), static_cast<int>(clean.size()));
  if (size < 0) return {};
  const std::size_t padding = clean.ends_with("==") ? 2 : clean.ends_with('=') ? 1 : 0;
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

std::string uncompressed(std::string_view base64) {
  std::string packed = from_base64(base64);
  Inflater inflater;
  if (packed.empty() || !inflater.ready) return {};
  inflater.stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  inflater.stream.avail_in = static_cast<uInt>(packed.size());
  std::string out;
  char chunk[16384];
  int state = Z_OK;
  while (state == Z_OK && out.size() < kMost) {
    inflater.stream.next_out = reinterpret_cast<Bytef*>(chunk);
    inflater.stream.avail_out = sizeof chunk;
    state = inflate(&inflater.stream, Z_NO_FLUSH);
    out.append(chunk, sizeof chunk - inflater.stream.avail_out);
  }
  return state == Z_STREAM_END ? out : std::string();
}

std::string compressed(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  std::string out(done ? (packed.size() + 2) / 3 * 4 + 1 : 0, '\0');
  if (!done) return out;
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(packed.data()), static_cast<int>(packed.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string as_name(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool hump = std::isupper(c) != 0 && i > 0 && std::islower(static_cast<unsigned char>(text[i - 1])) != 0;
    const bool dash = std::isalnum(c) == 0 || c > 127;
    if ((hump || dash) && !out.empty() && out.back() != '-') out += '-';
    if (!dash) out += static_cast<char>(std::tolower(c));
  }
  out.resize(std::min<std::size_t>(out.size(), 253));
  while (out.ends_with('-')) out.pop_back();
  return out;
}

}  // namespace kamel::cluster
