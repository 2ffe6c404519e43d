// gzipDeflater: the body as a gzip stream, and back.
#include "engine/formats/shared/deflate.h"
#include "engine/formats/shared/input.h"

namespace kamel::formats {
namespace {

class Deflater final : public DataFormat {
 public:
  explicit Deflater(int level) : level_(level) {}
  Result<Value> marshal(const Value& body, Exchange&) const override {
    Result<Slice> bytes = bytes_of(body);
    if (!bytes) return bytes.error();
    return Value::stream(deflate_all(bytes->view(), Wrapping::Gzip, level_));
  }
  Result<Value> unmarshal(const Value& body, Exchange&) const override {
    Result<Slice> bytes = bytes_of(body);
    if (!bytes) return bytes.error();
    Result<Slice> text = inflate_all(bytes->view(), Wrapping::Gzip);
    if (!text) return text.error();
    return Value::stream(std::move(*text));
  }

 private:
  int level_;
};

std::unique_ptr<const DataFormat> compile(const FormatDecl&, Assembler&) { return std::make_unique<Deflater>(-1); }

}  // namespace

FormatSpec gzip_deflater() {
  return {.name = "gzipDeflater", .summary = "The body as a gzip stream, and back.", .example = "gzipDeflater: {}", .compile = compile};
}

}  // namespace kamel::formats
