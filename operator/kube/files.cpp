#include "operator/kube/files.h"

#include <openssl/evp.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace kamel::kube {

Outcome<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Failure(0, "", "cannot read '" + path + "': " + std::strerror(errno));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string from_base64(std::string_view text) {
  std::string dense;
  for (char c : text) {
    if (c != '\n' && c != '\r' && c != ' ' && c != '\t') dense += c;
  }
  std::string out(dense.size() / 4 * 3 + 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(dense.data()),
                                   static_cast<int>(dense.size()));
  if (size < 0) return {};
  const std::size_t padding = dense.ends_with("==") ? 2 : dense.ends_with('=') ? 1 : 0;
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

std::string to_base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

}  // namespace kamel::kube
