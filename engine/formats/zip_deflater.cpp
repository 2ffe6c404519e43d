// zipDeflater: the body as a deflate stream, and back.
#include "engine/formats/shared/deflate.h"
#include "engine/formats/shared/input.h"

namespace kamel::formats {
namespace {

constexpr std::string_view kLevels[] = {"-1", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
constexpr Field kFields[] = {
    {.name = "compressionLevel", .type = FieldType::Choice, .summary = "-1 (the library's own), 0 (none) to 9 (smallest)", .fallback = "-1", .choices = kLevels},
};

class Deflater final : public DataFormat {
 public:
  explicit Deflater(int level) : level_(level) {}
  Result<Value> marshal(const Value& body, Exchange&) const override {
    Result<Slice> bytes = bytes_of(body);
    if (!bytes) return bytes.error();
    return Value::stream(deflate_all(bytes->view(), Wrapping::Zlib, level_));
  }
  Result<Value> unmarshal(const Value& body, Exchange&) const override {
    Result<Slice> bytes = bytes_of(body);
    if (!bytes) return bytes.error();
    Result<Slice> text = inflate_all(bytes->view(), Wrapping::Zlib);
    if (!text) return text.error();
    return Value::stream(std::move(*text));
  }

 private:
  int level_;
};

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, Assembler&) {
  const std::string level = decl.options.choice("compressionLevel");
  return std::make_unique<Deflater>(level.empty() || level == "-1" ? -1 : level.front() - '0');
}

}  // namespace

FormatSpec zip_deflater() {
  return {.name = "zipDeflater", .summary = "The body as a deflate stream, and back.", .fields = kFields, .example = "zipDeflater: {}", .compile = compile};
}

}  // namespace kamel::formats
