#include "connectors/file/charset.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace kamel::connectors {
namespace {

class Iconv {
 public:
  Iconv(const std::string& to, const std::string& from) : handle_(iconv_open(to.c_str(), from.c_str())) {}
  ~Iconv() {
    if (open()) iconv_close(handle_);
  }
  Iconv(const Iconv&) = delete;
  Iconv& operator=(const Iconv&) = delete;
  bool open() const noexcept { return handle_ != reinterpret_cast<iconv_t>(-1); }

  std::string convert(std::string_view text, std::string_view replacement, bool skips_characters) {
    std::string out;
    std::array<char, 4096> buffer{};
    char* in = const_cast<char*>(text.data());
    std::size_t left = text.size();
    while (left > 0) {
      char* to = buffer.data();
      std::size_t room = buffer.size();
      const std::size_t done = iconv(handle_, &in, &left, &to, &room);
      out.append(buffer.data(), buffer.size() - room);
      if (done != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
      out.append(replacement);
      do {
        ++in;
        --left;
      } while (skips_characters && left > 0 && (static_cast<unsigned char>(*in) & 0xC0U) == 0x80U);
    }
    return out;
  }

 private:
  iconv_t handle_;
};

}  // namespace

bool is_charset(std::string_view name) { return Iconv("UTF-8", std::string(name)).open(); }

bool is_utf8(std::string_view name) {
  std::string lower;
  for (const char c : name) {
    if (c != '-' && c != '_') lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return lower.empty() || lower == "utf8" || lower == "usascii" || lower == "ascii";
}

std::string decode(std::string_view bytes, const std::string& charset) {
  Iconv iconv("UTF-8", charset);
  return iconv.open() ? iconv.convert(bytes, "\xEF\xBF\xBD", false) : std::string(bytes);
}

std::string encode(std::string_view text, const std::string& charset) {
  Iconv iconv(charset, "UTF-8");
  return iconv.open() ? iconv.convert(text, "?", true) : std::string(text);
}

}  // namespace kamel::connectors
