// The methods of java.lang.String.
#include <array>

#include "engine/convert.h"
#include "engine/languages/simple/letters.h"
#include "engine/languages/simple/ognl.h"
#include "engine/languages/simple/pattern.h"
#include "engine/languages/simple/utf16.h"

namespace kamel::simple {
namespace {

using Method = Result<Value> (*)(const Slice& self, const Arguments& arguments);

Error bounds(std::int64_t begin, std::int64_t end, std::size_t length) {
  return Error("java.lang.StringIndexOutOfBoundsException",
               "begin " + std::to_string(begin) + ", end " + std::to_string(end) + ", length " + std::to_string(length));
}

bool is_space(char c) noexcept { return static_cast<unsigned char>(c) <= ' '; }

std::string_view trimmed(std::string_view text, bool left, bool right) {
  while (left && !text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (right && !text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

Result<Value> substring(const Slice& self, const Arguments& arguments) {
  const auto from = arguments.integer(0);
  if (!from) return from.error();
  const std::size_t length = length16(self);
  const auto to = arguments.size() > 1 ? arguments.integer(1) : Result<std::int32_t>(static_cast<std::int32_t>(length));
  if (!to) return to.error();
  if (*from < 0 || *to < *from || static_cast<std::size_t>(*to) > length) return bounds(*from, *to, length);
  return Value(self.sub(substring16(self, static_cast<std::size_t>(*from), static_cast<std::size_t>(*to))));
}

Result<Value> char_at(const Slice& self, const Arguments& arguments) {
  const auto at = arguments.integer(0);
  if (!at) return at.error();
  const std::size_t length = length16(self);
  if (*at < 0 || static_cast<std::size_t>(*at) >= length) {
    return Error("java.lang.StringIndexOutOfBoundsException", "String index out of range: " + std::to_string(*at));
  }
  return Value(self.sub(substring16(self, static_cast<std::size_t>(*at), static_cast<std::size_t>(*at) + 1)));
}

/// The one character of a text.
std::uint32_t code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]) & 0x3F); };
  switch (text.size()) {
    case 2:
      return (byte(0) & 0x1F) << 6 | byte(1);
    case 3:
      return (byte(0) & 0x0F) << 12 | byte(1) << 6 | byte(2);
    case 4:
      return (byte(0) & 0x07) << 18 | byte(1) << 12 | byte(2) << 6 | byte(3);
    default:
      return text.empty() ? 0 : static_cast<unsigned char>(text[0]);
  }
}

Result<Value> code_point_at(const Slice& self, const Arguments& arguments) {
  const auto found = char_at(self, arguments);
  if (!found) return found;
  return Value(static_cast<std::int32_t>(code_point(found->slice())));
}

std::int32_t position(std::string_view text, std::size_t at) {
  return at == std::string_view::npos ? -1 : static_cast<std::int32_t>(length16(text.substr(0, at)));
}

Result<Value> index_of(const Slice& self, const Arguments& arguments) {
  std::size_t from = 0;
  if (arguments.size() > 1) {
    const auto begin = arguments.integer(1);
    if (!begin) return begin.error();
    from = byte_at(self, static_cast<std::size_t>(std::max(0, *begin)));
  }
  return Value(position(self, self.view().find(arguments.text(0), from)));
}

Result<Value> last_index_of(const Slice& self, const Arguments& arguments) {
  return Value(position(self, self.view().rfind(arguments.text(0))));
}

Result<Value> starts_with(const Slice& self, const Arguments& arguments) {
  std::size_t from = 0;
  if (arguments.size() > 1) {
    const auto begin = arguments.integer(1);
    if (!begin) return begin.error();
    from = byte_at(self, static_cast<std::size_t>(std::max(0, *begin)));
  }
  return Value(self.view().substr(from).starts_with(arguments.text(0)));
}

Result<Value> replace(const Slice& self, const Arguments& arguments) {
  const Slice from = arguments.text(0), to = arguments.text(1);
  const std::string_view text = self;
  SliceBuilder out(text.size() + to.size());
  for (std::size_t i = 0; i <= text.size();) {
    const bool here = text.substr(i).starts_with(from.view());
    const bool inside =
        i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;  // of a character: no place for an empty match
    if (here && !(from.empty() && inside)) out.append(to);
    if (here && !from.empty()) {
      i += from.size();
      continue;
    }
    if (i < text.size()) out.push_back(text[i]);
    ++i;
  }
  return Value(out.finish());
}

Result<Value> replace_pattern(const Slice& self, const Arguments& arguments, bool all) {
  const auto pattern = cached_pattern(arguments.text(0));
  if (!pattern) return pattern.error();
  return Value((*pattern)->replace(self, arguments.text(1), all));
}

Result<Value> split(const Slice& self, const Arguments& arguments) {
  std::int32_t limit = 0;
  if (arguments.size() > 1) {
    const auto given = arguments.integer(1);
    if (!given) return given.error();
    limit = *given;
  }
  const auto pattern = cached_pattern(arguments.text(0));
  if (!pattern) return pattern.error();
  return Value((*pattern)->split(self, limit));
}

Result<Value> concat(const Slice& self, const Arguments& arguments) {
  if (arguments[0].is_null()) return Error("java.lang.NullPointerException", "Cannot invoke \"String.isEmpty()\" because \"str\" is null");
  SliceBuilder out(self.size() + 16);
  out.append(self);
  append_text(arguments[0], out);
  return Value(out.finish());
}

/// The UTF-16 units of a text.
std::u16string units(std::string_view text) {
  std::u16string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t next = i + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
    const std::uint32_t code = code_point(text.substr(i, next - i));
    if (code >= 0x10000) out.push_back(static_cast<char16_t>(0xD7C0 + (code >> 10)));
    out.push_back(static_cast<char16_t>(code >= 0x10000 ? 0xDC00 + (code & 0x3FF) : code));
    i = next;
  }
  return out;
}

/// As String.compareTo: the difference of the first units that differ, or of the lengths.
Result<Value> compare(std::string_view left, std::string_view right) {
  const std::u16string a = units(left), b = units(right);
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i] != b[i]) return Value(std::int32_t{a[i]} - std::int32_t{b[i]});
  }
  return Value(static_cast<std::int32_t>(a.size()) - static_cast<std::int32_t>(b.size()));
}

/// String.translateEscapes for what is written \n, \t, \r, \" and the like.
std::string translated(std::string_view text) {
  static constexpr std::string_view kNames = "btnfrs", kMeanings = "\b\t\n\f\r ";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out.push_back(text[i]);
      continue;
    }
    const std::size_t known = kNames.find(text[++i]);
    out.push_back(known == std::string_view::npos ? text[i] : kMeanings[known]);
  }
  return out;
}

Result<Value> repeat(const Slice& self, const Arguments& arguments) {
  const auto count = arguments.integer(0);
  if (!count) return count.error();
  if (*count < 0) return Error("java.lang.IllegalArgumentException", "count is negative: " + std::to_string(*count));
  if (self.size() * static_cast<std::size_t>(*count) > (std::size_t{1} << 28))
    return Error("java.lang.OutOfMemoryError", "Required length exceeds implementation limit");
  SliceBuilder out(self.size() * static_cast<std::size_t>(*count));
  for (std::int32_t i = 0; i < *count; ++i) out.append(self);
  return Value(out.finish());
}

/// The characters, as UTF-16 counts them.
Result<Value> characters(const Slice& self, const Arguments&) {
  List out;
  const std::size_t length = length16(self);
  for (std::size_t i = 0; i < length; ++i) out.push_back(Value(self.sub(substring16(self, i, i + 1))));
  return Value(std::move(out));
}

struct Named {
  std::string_view name;
  std::size_t arguments;  // that it needs
  Method method;
};

constexpr std::array kMethods = {
    Named{"length", 0,
          [](const Slice& self, const Arguments&) -> Result<Value> { return Value(static_cast<std::int32_t>(length16(self))); }},
    Named{"isEmpty", 0, [](const Slice& self, const Arguments&) -> Result<Value> { return Value(self.empty()); }},
    Named{"isBlank", 0, [](const Slice& self, const Arguments&) -> Result<Value> { return Value(trimmed(self, true, false).empty()); }},
    Named{"trim", 0, [](const Slice& self, const Arguments&) -> Result<Value> { return Value(self.sub(trimmed(self, true, true))); }},
    Named{"strip", 0, [](const Slice& self, const Arguments&) -> Result<Value> { return Value(self.sub(trimmed(self, true, true))); }},
    Named{"stripLeading", 0,
          [](const Slice& self, const Arguments&) -> Result<Value> { return Value(self.sub(trimmed(self, true, false))); }},
    Named{"stripTrailing", 0,
          [](const Slice& self, const Arguments&) -> Result<Value> { return Value(self.sub(trimmed(self, false, true))); }},
    Named{"toUpperCase", 0, [](const Slice& self, const Arguments&) -> Result<Value> { return Value(to_upper(self)); }},
    Named{"toLowerCase", 0, [](const Slice& self, const Arguments&) -> Result<Value> { return Value(to_lower(self)); }},
    Named{"intern", 0, [](const Slice& self, const Arguments&) -> Result<Value> { return Value(self); }},
    Named{"getBytes", 0, [](const Slice& self, const Arguments&) -> Result<Value> { return Value::bytes(self); }},
    Named{"toCharArray", 0, characters},
    Named{"substring", 1, substring},
    Named{"subSequence", 2, substring},
    Named{"charAt", 1, char_at},
    Named{"codePointAt", 1, code_point_at},
    Named{"indexOf", 1, index_of},
    Named{"lastIndexOf", 1, last_index_of},
    Named{"contains", 1,
          [](const Slice& self, const Arguments& a) -> Result<Value> {
            return Value(self.view().find(a.text(0)) != std::string_view::npos);
          }},
    Named{"startsWith", 1, starts_with},
    Named{"endsWith", 1, [](const Slice& self, const Arguments& a) -> Result<Value> { return Value(self.view().ends_with(a.text(0))); }},
    Named{"replace", 2, replace},
    Named{"replaceAll", 2, [](const Slice& self, const Arguments& a) -> Result<Value> { return replace_pattern(self, a, true); }},
    Named{"replaceFirst", 2, [](const Slice& self, const Arguments& a) -> Result<Value> { return replace_pattern(self, a, false); }},
    Named{"matches", 1,
          [](const Slice& self, const Arguments& a) -> Result<Value> {
            const auto pattern = cached_pattern(a.text(0));
            if (!pattern) return pattern.error();
            return Value((*pattern)->matches(self));
          }},
    Named{"split", 1, split},
    Named{"concat", 1, concat},
    Named{"contentEquals", 1, [](const Slice& self, const Arguments& a) -> Result<Value> { return Value(self == a.text(0)); }},
    Named{"translateEscapes", 0, [](const Slice& self, const Arguments&) -> Result<Value> { return Value(translated(self)); }},
    Named{"equalsIgnoreCase", 1,
          [](const Slice& self, const Arguments& a) -> Result<Value> { return Value(to_lower(self) == to_lower(a.text(0))); }},
    Named{"compareTo", 1, [](const Slice& self, const Arguments& a) -> Result<Value> { return compare(self, a.text(0)); }},
    Named{"compareToIgnoreCase", 1,
          [](const Slice& self, const Arguments& a) -> Result<Value> { return compare(to_lower(self), to_lower(a.text(0))); }},
    Named{"repeat", 1, repeat},
    Named{"valueOf", 1, [](const Slice&, const Arguments& a) -> Result<Value> { return Value(a.text(0)); }},
};

}  // namespace

Called call_text(const Slice& self, std::string_view method, const Arguments& arguments) {
  const auto* found = std::ranges::find(kMethods, method, &Named::name);
  if (found == kMethods.end() || arguments.size() < found->arguments) return std::nullopt;
  return found->method(self, arguments);
}

}  // namespace kamel::simple
