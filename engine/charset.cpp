#include "engine/charset.h"

#include <iconv.h>

#include <cerrno>

#include "engine/convert.h"
#include "engine/exchange.h"
#include "engine/named_values.h"

namespace kamel {
namespace {

/// An open conversion.
class Converter {
 public:
  Converter(const std::string& to, const std::string& from)
      : handle_(iconv_open(to.c_str(), from.c_str())), from_utf8_(is_utf8(from)), replacement_(is_utf8(to) ? "\xEF\xBF\xBD" : "?") {}
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
      out.append(replacement_);
      do {
        ++at;
        --left;
      } while (from_utf8_ && left > 0 && (static_cast<unsigned char>(*at) & 0xC0u) == 0x80);  // one for the whole character
    }
    return out.finish();
  }

 private:
  static bool is_utf8(std::string_view charset) { return same_ignoring_case(charset, "UTF-8"); }
  iconv_t handle_;
  bool from_utf8_;
  std::string_view replacement_;  // as in Java
};

}  // namespace

bool is_charset(const std::string& name) { return Converter("UTF-8", name).ok(); }

namespace {

bool is_utf16(std::string_view name) { return name == "UTF-16" || name == "utf-16" || name == "UTF16"; }

// Java writes UTF-16 in big-endian order behind a mark of the order, and reads it so where there is no mark.
Result<Slice> to_utf16(const Slice& text, const std::string& from) {
  Result<Slice> plain = recode(text, from, "UTF-16BE");
  if (!plain) return plain;
  SliceBuilder marked(plain->size() + 2);
  marked.append(std::string_view("\xFE\xFF"));
  marked.append(*plain);
  return marked.finish();
}

bool has_mark(std::string_view bytes) { return bytes.starts_with("\xFE\xFF") || bytes.starts_with("\xFF\xFE"); }

}  // namespace

Result<Slice> recode(const Slice& text, const std::string& from, const std::string& to) {
  if (is_utf16(to)) return to_utf16(text, from);
  if (is_utf16(from) && !has_mark(text)) return recode(text, "UTF-16BE", to);
  Converter converter(to, from);
  if (!converter.ok()) return Error("java.nio.charset.UnsupportedCharsetException", from == "UTF-8" ? to : from);
  return converter.convert(text);
}

Result<Value> recoded(const Value& value, bool to_bytes, const std::string& charset) {
  if (!value.is_bytes_like() || value.is_text() != to_bytes) return value;
  auto made = to_bytes ? recode(value.slice(), "UTF-8", charset) : recode(value.slice(), charset, "UTF-8");
  if (!made) return made.error();
  return to_bytes ? Value::bytes(std::move(*made)) : Value(std::move(*made));
}

std::string charset_of(const Exchange& exchange) {
  const Value* named = exchange.properties.find("CamelCharsetName");
  if (named == nullptr || !named->is_text() || same_ignoring_case(named->slice(), "UTF-8")) return {};
  return named->slice().str();
}

Slice to_text(const Value& value, const Exchange& exchange) {
  if (!value.is_bytes_like() || value.is_text()) return to_text(value);
  const std::string charset = charset_of(exchange);
  if (charset.empty()) return value.slice();
  const auto text = recoded(value, false, charset);
  return text ? text->slice() : value.slice();
}

}  // namespace kamel
