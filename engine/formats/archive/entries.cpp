// Archives as a data format.
#include "engine/formats/archive/entries.h"

#include "engine/exchange_value.h"

namespace kamel::formats::archive {
namespace {

constexpr Field kFields[] = {
    {.name = "usingIterator", .type = FieldType::Bool, .summary = "unmarshal gives an iterator of the entries, for a split", .fallback = "false"},
    {.name = "preservePathElements", .type = FieldType::Bool, .summary = "keep the folders of the file name", .fallback = "false"},
    {.name = "maxDecompressedSize", .type = FieldType::Int, .summary = "the longest entry to unpack, in bytes; -1: no limit", .fallback = "1073741824"},
    {.name = "allowEmptyDirectory", .type = FieldType::Bool, .summary = "let the iterator go on past empty folders", .fallback = "false",
     .ignored = "the iterator always goes past folders"},
};

constexpr std::string_view kFileName = "CamelFileName";

struct Plan {
  const Kind* kind = nullptr;
  bool iterate = false, keep_path = false;
  std::size_t limit = 0;
};

/// Gives each entry as a message with the entry's name as its file name.
class Entries final : public Iterator {
 public:
  Entries(std::unique_ptr<Reader> reader, const Kind& kind, Headers headers) : reader_(std::move(reader)), kind_(kind), headers_(std::move(headers)) {}
  std::optional<Value> next() override {
    Result<std::optional<Entry>> entry = reader_->next();
    while (entry && *entry && (*entry)->name.ends_with('/')) entry = reader_->next();
    if (!entry) return fail(entry.error());
    if (!*entry) return std::nullopt;
    Message message{Value::stream((*entry)->content), headers_};
    message.headers.set(Slice::literal(kind_.name_header), Value((*entry)->name));
    message.headers.set(Slice::literal(kFileName), Value((*entry)->name));
    return Value(std::unique_ptr<Object>(std::make_unique<ExchangeValue>(std::move(message), ExchangeProperties(), false)));
  }
  std::string_view java_class() const noexcept override { return kind_.iterator_class; }

 private:
  std::unique_ptr<Reader> reader_;
  const Kind& kind_;
  Headers headers_;
};

class Archive final : public DataFormat {
 public:
  explicit Archive(Plan plan) : plan_(plan) {}

  Result<Value> marshal(const Value& body, Exchange& exchange) const override {
    Result<Slice> bytes = bytes_of(body);
    if (!bytes) return bytes.error();
    const Value* given = exchange.message.headers.find(kFileName);
    std::string name = given != nullptr && !given->is_null() ? to_text(*given).str() : exchange.id().str();
    const std::size_t slash = name.rfind('/');
    const std::string plain = slash == std::string::npos ? name : name.substr(slash + 1);
    std::vector<Entry> entries;
    for (std::size_t end = name.find('/'); plan_.keep_path && end != std::string::npos; end = name.find('/', end + 1)) {
      if (end > 0) entries.push_back({name.substr(0, end + 1), Slice()});
    }
    entries.push_back({plan_.keep_path ? name : plain, *bytes});
    Slice packed = plan_.kind->write(entries);
    exchange.message.headers.set(Slice::literal(kFileName), Value(plain + std::string(plan_.kind->suffix)));
    return Value::stream(std::move(packed));
  }

  Result<Value> unmarshal(const Value& body, Exchange& exchange) const override {
    Result<Slice> bytes = bytes_of(body);
    if (!bytes) return bytes.error();
    auto reader = plan_.kind->read(std::move(*bytes), plan_.limit);
    if (plan_.iterate) return Value(std::unique_ptr<Object>(std::make_unique<Entries>(std::move(reader), *plan_.kind, exchange.message.headers)));
    Result<std::optional<Entry>> first = reader->next();
    if (!first) return first.error();
    if (!*first) return Error("java.lang.IllegalStateException", std::string(plan_.kind->broken));
    Result<std::optional<Entry>> second = reader->next();
    if (!second || *second) return Error("java.lang.IllegalStateException", std::string(plan_.kind->several));
    exchange.message.headers.set(Slice::literal(kFileName), Value((*first)->name));
    return Value::stream((*first)->content);
  }

 private:
  Plan plan_;
};

}  // namespace

std::span<const Field> fields() noexcept { return kFields; }

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, const Kind& kind) {
  Plan plan;
  plan.kind = &kind;
  plan.iterate = decl.options.flag("usingIterator");
  plan.keep_path = decl.options.flag("preservePathElements");
  const std::int64_t limit = decl.options.integer("maxDecompressedSize");
  plan.limit = limit < 0 ? std::size_t{1} << 40 : static_cast<std::size_t>(limit);
  return std::make_unique<Archive>(plan);
}

Error too_long() { return Error("java.io.IOException", "The InputStream entry being copied exceeds the maximum allowed size"); }

}  // namespace kamel::formats::archive
