// base64: bytes as Base64 text, and back.
#include <array>

#include "engine/formats/shared/input.h"

namespace kamel::formats {
namespace {

constexpr Field kFields[] = {
    {.name = "lineLength", .type = FieldType::Int, .summary = "characters per written line; 0: one line", .fallback = "76"},
    {.name = "lineSeparator", .summary = "what ends a written line; by default CR LF"},
    {.name = "urlSafe", .type = FieldType::Bool, .summary = "write - and _ for + and /, one line without padding", .fallback = "false"},
};

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Both alphabets are read.
constexpr std::array<signed char, 256> make_digits() {
  std::array<signed char, 256> digits{};
  digits.fill(-1);
  for (std::size_t i = 0; i < 64; ++i) {
    digits[static_cast<unsigned char>(kStandard[i])] = static_cast<signed char>(i);
    digits[static_cast<unsigned char>(kUrlSafe[i])] = static_cast<signed char>(i);
  }
  return digits;
}
constexpr auto kDigits = make_digits();

class Base64 final : public DataFormat {
 public:
  Base64(std::size_t line, std::string separator, bool url_safe) : line_(line), separator_(std::move(separator)), url_safe_(url_safe) {}

  Result<Value> marshal(const Value& body, Exchange&) const override {
    Result<Slice> bytes = bytes_of(body);
    if (!bytes) return bytes.error();
    return Value::stream(encode(bytes->view()));
  }

  /// As Apache Commons Codec: characters of neither alphabet are read over, the first padding ends the text.
  Result<Value> unmarshal(const Value& body, Exchange&) const override {
    Result<Slice> text = bytes_of(body);
    if (!text) return text.error();
    SliceBuilder out(text->size() * 3 / 4 + 3);
    unsigned bits = 0;
    int held = 0;
    for (const char c : text->view()) {
      if (c == '=') break;
      const int digit = kDigits[static_cast<unsigned char>(c)];
      if (digit < 0) continue;
      bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xFFFFFF;
      held += 6;
      if (held < 8) continue;
      held -= 8;
      out.push_back(static_cast<char>(bits >> held & 0xFF));
    }
    return Value::stream(out.finish());
  }

 private:
  Slice encode(std::string_view bytes) const {
    const std::string_view alphabet = url_safe_ ? kUrlSafe : kStandard;
    SliceBuilder out(bytes.size() * 3 / 2 + 8);
    const std::size_t groups = line_ / 4;
    std::size_t in_line = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
      if (groups != 0 && in_line == groups) {
        out.append(separator_);
        in_line = 0;
      }
      ++in_line;
      const auto byte = [&](std::size_t at) { return at < bytes.size() ? static_cast<unsigned>(static_cast<unsigned char>(bytes[at])) : 0u; };
      const unsigned bits = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
      const std::size_t rest = bytes.size() - i;
      out.push_back(alphabet[bits >> 18]);
      out.push_back(alphabet[bits >> 12 & 63]);
      if (rest > 1) out.push_back(alphabet[bits >> 6 & 63]);
      if (rest > 2) out.push_back(alphabet[bits & 63]);
      if (!url_safe_) out.append(rest == 1 ? "==" : rest == 2 ? "=" : "");
    }
    if (groups != 0 && in_line != 0) out.append(separator_);
    return out.finish();
  }

  std::size_t line_;
  std::string separator_;
  bool url_safe_;
};

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, Assembler&) {
  const std::int64_t line = decl.options.integer("lineLength");
  return std::make_unique<Base64>(line > 0 ? static_cast<std::size_t>(line) : 0, decl.options.maybe_text("lineSeparator").value_or("\r\n"),
                                  decl.options.flag("urlSafe"));
}

}  // namespace

FormatSpec base64() {
  return {.name = "base64", .summary = "Bytes as Base64 text, and back.", .fields = kFields, .example = "base64: {lineLength: 0}", .compile = compile};
}

}  // namespace kamel::formats
