// zipFile: the body as the only entry of a zip archive, and entries taken out again.
#include <zlib.h>

#include "engine/formats/archive/entries.h"
#include "engine/formats/shared/deflate.h"

namespace kamel::formats {
namespace {

constexpr std::size_t kLocal = 30, kCentral = 46, kEnd = 22;  // fixed parts of zip's records

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

void put(SliceBuilder& out, std::uint32_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) out.push_back(i < 4 ? static_cast<char>(value >> (8 * i) & 0xFF) : '\0');
}

/// Goes by the central directory, which alone knows sizes for certain.
class ZipReader final : public archive::Reader {
 public:
  ZipReader(Slice bytes, std::size_t limit) : bytes_(std::move(bytes)), limit_(limit) {
    const std::string_view text = bytes_.view();
    const std::size_t end = text.rfind("PK\x05\x06");
    if (end == std::string_view::npos || text.size() - end < kEnd) return;
    left_ = number(text, end + 10, 2);
    place_ = number(text, end + 16, 4);
  }

  Result<std::optional<archive::Entry>> next() override {
    const std::string_view text = bytes_.view();
    while (left_ > 0) {
      --left_;
      if (place_ > text.size() || text.size() - place_ < kCentral || text.substr(place_, 4) != "PK\x01\x02") break;
      const std::size_t name_size = number(text, place_ + 28, 2), extra = number(text, place_ + 30, 2), comment = number(text, place_ + 32, 2);
      const std::size_t packed = number(text, place_ + 20, 4), at = number(text, place_ + 42, 4);
      const std::uint32_t method = number(text, place_ + 10, 2);
      if (text.size() - place_ < kCentral + name_size) break;
      std::string name(text.substr(place_ + kCentral, name_size));
      place_ += kCentral + name_size + extra + comment;
      return content(std::move(name), at, packed, method);
    }
    left_ = 0;
    return std::optional<archive::Entry>();
  }

 private:
  Result<std::optional<archive::Entry>> content(std::string name, std::size_t at, std::size_t packed, std::uint32_t method) const {
    const std::string_view text = bytes_.view();
    const Error broken("java.util.zip.ZipException", "invalid entry '" + name + "'");
    if (at > text.size() || text.size() - at < kLocal || text.substr(at, 4) != "PK\x03\x04") return broken;
    const std::size_t start = at + kLocal + number(text, at + 26, 2) + number(text, at + 28, 2);
    if (start > text.size() || text.size() - start < packed) return broken;
    const std::string_view piece = text.substr(start, packed);
    if (method == 0) {
      if (packed > limit_) return archive::too_long();
      return std::optional(archive::Entry{std::move(name), bytes_.sub(piece)});
    }
    if (method != 8) return Error("java.util.zip.ZipException", "unsupported compression method " + std::to_string(method));
    Result<Slice> unpacked = inflate_all(piece, Wrapping::Raw, limit_);
    if (!unpacked) return unpacked.error().is_a("java.util.zip.ZipException") ? unpacked.error() : archive::too_long();
    return std::optional(archive::Entry{std::move(name), std::move(*unpacked)});
  }

  Slice bytes_;
  std::size_t limit_;
  std::size_t place_ = 0;
  std::size_t left_ = 0;
};

/// What stands in both of an entry's records.
void put_common(SliceBuilder& out, const archive::Entry& entry, std::size_t packed) {
  put(out, 20, 2);      // version needed
  put(out, 0x0800, 2);  // the name is UTF-8
  put(out, 8, 2);       // deflated
  put(out, 0, 2);       // time and date: 1 January 1980, so that equal content gives equal bytes
  put(out, 33, 2);
  put(out, static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(entry.content.data()), static_cast<uInt>(entry.content.size()))), 4);
  put(out, static_cast<std::uint32_t>(packed), 4);
  put(out, static_cast<std::uint32_t>(entry.content.size()), 4);
  put(out, static_cast<std::uint32_t>(entry.name.size()), 2);
  put(out, 0, 2);  // no extra field
}

Slice write_zip(const std::vector<archive::Entry>& entries) {
  SliceBuilder out;
  SliceBuilder directory;
  for (const archive::Entry& entry : entries) {
    const auto at = static_cast<std::uint32_t>(out.size());
    const Slice packed = deflate_all(entry.content.view(), Wrapping::Raw);
    out.append("PK\x03\x04");
    put_common(out, entry, packed.size());
    out.append(entry.name);
    out.append(packed);
    directory.append("PK\x01\x02");
    put(directory, 20, 2);  // made by
    put_common(directory, entry, packed.size());
    put(directory, 0, 10);  // no comment, first disk, no attributes
    put(directory, at, 4);
    directory.append(entry.name);
  }
  const auto at = static_cast<std::uint32_t>(out.size());
  out.append(directory.view());
  out.append("PK\x05\x06");
  put(out, 0, 4);
  put(out, static_cast<std::uint32_t>(entries.size()), 2);
  put(out, static_cast<std::uint32_t>(entries.size()), 2);
  put(out, static_cast<std::uint32_t>(directory.size()), 4);
  put(out, at, 4);
  put(out, 0, 2);
  return out.finish();
}

constexpr archive::Kind kZip{
    .name = "zip",
    .suffix = ".zip",
    .broken = "Unable to unzip the file, it may be corrupted.",
    .several = "Zip file has more than 1 entry.",
    .name_header = "zipFileName",
    .iterator_class = "org.apache.camel.dataformat.zipfile.ZipIterator",
    .read = [](Slice bytes, std::size_t limit) -> std::unique_ptr<archive::Reader> { return std::make_unique<ZipReader>(std::move(bytes), limit); },
    .write = write_zip,
};

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, Assembler&) { return archive::compile(decl, kZip); }

}  // namespace

FormatSpec zip_file() {
  return {.name = "zipFile",
          .summary = "The body as the only entry of a zip archive; one entry, or an iterator of all, out of one.",
          .fields = archive::fields(),
          .example = "zipFile: {usingIterator: true}",
          .compile = compile};
}

}  // namespace kamel::formats
