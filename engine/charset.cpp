#include "engine/charset.h"

#include <iconv.h>

#include <cerrno>

namespace kamel {
namespace {

/// An open conversion.
class Converter {
 public:
  Converter(const std::string& to, const std::string& from) : handle_(iconv_open(to.c_str(), from.c_str())) {}
  ~Converter() {
    if (ok()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  bool ok() const noexcept { return handle_ != reinterpret_cast<iconv_t>(-1); }

  Slice convert(std::string_view text) {
    SliceBuilder out(text.size() * 2);
    char* at = const_cast<char*>(text.data());  // iconv's signature; it does not write there
    std::size_t left = text.size();
    while (left > 0) {
      const std::size_t room = left * 4 + 8;
      char* to = out.reserve(room);
      char* const begin = to;
      std::size_t free = room;
      const bool failed = iconv(handle_, &at, &left, &to, &free) == static_cast<std::size_t>(-1);
      out.commit(static_cast<std::size_t>(to - begin));
      if (!failed || left == 0) continue;
      if (errno == E2BIG) continue;
      out.push_back('?');
      ++at;
      --left;
    }
    return out.finish();
  }

 private:
  iconv_t handle_;
};

}  // namespace

bool is_charset(const std::string& name) { return Converter("UTF-8", name).ok(); }

Result<Slice> recode(const Slice& text, const std::string& from, const std::string& to) {
  Converter converter(to, from);
  if (!converter.ok()) return Error("java.nio.charset.UnsupportedCharsetException", from == "UTF-8" ? to : from);
  return converter.convert(text);
}

}  // namespace kamel
