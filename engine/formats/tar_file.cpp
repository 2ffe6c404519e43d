// tarFile: the body as the only entry of a tar archive, and entries taken out again.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "engine/formats/archive/entries.h"

namespace kamel::formats {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kSizeAt = 124, kSumAt = 148, kTypeAt = 156, kMagicAt = 257, kPrefixAt = 345;

std::string_view field(std::string_view block, std::size_t at, std::size_t size) {
  const std::string_view text = block.substr(at, size);
  return text.substr(0, std::min(text.find('\0'), text.size()));
}

std::size_t octal(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, 8);
  return value;
}

std::size_t checksum(std::string_view block) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i) sum += i >= kSumAt && i < kSumAt + 8 ? ' ' : static_cast<unsigned char>(block[i]);
  return sum;
}

class TarReader final : public archive::Reader {
 public:
  TarReader(Slice bytes, std::size_t limit) : bytes_(std::move(bytes)), limit_(limit) {}

  Result<std::optional<archive::Entry>> next() override {
    std::string long_name;
    for (const std::string_view text = bytes_.view(); text.size() - std::min(place_, text.size()) >= kBlock;) {
      const std::string_view block = text.substr(place_, kBlock);
      if (block[0] == '\0' || octal(field(block, kSumAt, 8)) != checksum(block)) break;
      const std::size_t size = octal(field(block, kSizeAt, 12));
      const std::size_t start = place_ + kBlock;
      if (size > text.size() - start) return Error("java.io.IOException", "Truncated TAR archive");
      place_ = start + (size + kBlock - 1) / kBlock * kBlock;
      const std::string_view content = text.substr(start, size);
      const char type = block[kTypeAt];
      if (type == 'L') long_name = content.substr(0, std::min(content.find('\0'), content.size()));
      if (type == 'x') long_name = pax_path(content, long_name);
      if (type != '0' && type != '\0' && type != '5') continue;
      if (size > limit_) return archive::too_long();
      std::string name = long_name.empty() ? name_of(block) : std::exchange(long_name, {});
      if (type == '5' && !name.ends_with('/')) name += '/';
      return std::optional(archive::Entry{std::move(name), bytes_.sub(content)});
    }
    place_ = bytes_.size();
    return std::optional<archive::Entry>();
  }

 private:
  static std::string name_of(std::string_view block) {
    const std::string name(field(block, 0, 100));
    const std::string_view prefix = block.substr(kMagicAt, 5) == "ustar" ? field(block, kPrefixAt, 155) : std::string_view();
    return prefix.empty() ? name : std::string(prefix) + "/" + name;
  }
  /// "23 path=some/long/name\n" among a pax header's records.
  static std::string pax_path(std::string_view records, std::string otherwise) {
    while (!records.empty()) {
      std::size_t size = 0;
      const auto [end, error] = std::from_chars(records.data(), records.data() + records.size(), size);
      if (error != std::errc() || size == 0 || size > records.size()) break;
      const std::string_view record = records.substr(0, size);
      const std::size_t blank = static_cast<std::size_t>(end - records.data());
      if (record.substr(std::min(blank, size)).starts_with(" path=")) otherwise = record.substr(blank + 6, size - blank - 7);
      records.remove_prefix(size);
    }
    return otherwise;
  }

  Slice bytes_;
  std::size_t limit_;
  std::size_t place_ = 0;
};

void put_header(std::string_view name, std::size_t size, char type, SliceBuilder& out) {
  std::array<char, kBlock> block{};
  const auto set = [&](std::size_t at, std::string_view text) { std::ranges::copy(text, block.begin() + static_cast<std::ptrdiff_t>(at)); };
  std::array<char, 16> digits{};
  set(0, name.substr(0, 100));
  set(100, "0100644");
  set(108, "0000000");
  set(116, "0000000");
  std::snprintf(digits.data(), digits.size(), "%011zo", size);
  set(kSizeAt, digits.data());
  set(136, "00000000000");
  block[kTypeAt] = type;
  set(kMagicAt, std::string_view("ustar\00000", 8));
  std::snprintf(digits.data(), digits.size(), "%06zo", checksum({block.data(), kBlock}));
  set(kSumAt, digits.data());
  block[kSumAt + 7] = ' ';
  out.append({block.data(), kBlock});
}

void put_content(std::string_view content, SliceBuilder& out) {
  out.append(content);
  out.append(std::string((kBlock - content.size() % kBlock) % kBlock, '\0'));
}

Slice write_tar(const std::vector<archive::Entry>& entries) {
  SliceBuilder out;
  for (const archive::Entry& entry : entries) {
    if (entry.name.size() > 100) {
      put_header("././@LongLink", entry.name.size() + 1, 'L', out);
      put_content(entry.name + '\0', out);
    }
    put_header(entry.name, entry.content.size(), entry.name.ends_with('/') ? '5' : '0', out);
    put_content(entry.content.view(), out);
  }
  out.append(std::string(2 * kBlock, '\0'));
  return out.finish();
}

constexpr archive::Kind kTar{
    .name = "tar",
    .suffix = ".tar",
    .broken = "Unable to untar the file, it may be corrupted.",
    .several = "Tar file has more than 1 entry.",
    .name_header = "CamelTarFileEntryName",
    .iterator_class = "org.apache.camel.dataformat.tarfile.TarIterator",
    .read = [](Slice bytes, std::size_t limit) -> std::unique_ptr<archive::Reader> { return std::make_unique<TarReader>(std::move(bytes), limit); },
    .write = write_tar,
};

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, Assembler&) { return archive::compile(decl, kTar); }

}  // namespace

FormatSpec tar_file() {
  return {.name = "tarFile",
          .summary = "The body as the only entry of a tar archive; one entry, or an iterator of all, out of one.",
          .fields = archive::fields(),
          .example = "tarFile: {usingIterator: true}",
          .compile = compile};
}

}  // namespace kamel::formats
