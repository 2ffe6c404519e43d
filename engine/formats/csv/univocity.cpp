// uniVocity's text formats.
#include "engine/formats/csv/univocity.h"

#include <algorithm>
#include <mutex>

#include "engine/iterator.h"

namespace kamel::formats::csv_text {
namespace {

struct Plan {
  Dialect dialect;
  std::vector<std::string> header;
  bool first_is_header = false, maps = false, lazy = false;
  bool trim_left = false, trim_right = false;  // where only one of both is asked for; the reader does both
  std::int64_t limit = -1;
  Value null_value;
};

class Rows final : public Iterator {
 public:
  Rows(Slice text, const Plan& plan) : reader_(std::move(text), plan.dialect), plan_(plan) {}
  std::optional<Value> next() override {
    if (plan_.first_is_header && plan_.header.empty()) {
      auto first = reader_.next();
      if (!first) return fail(first.error());
      if (!*first) return std::nullopt;
      for (const Value& name : **first) plan_.header.push_back(to_text(name).str());
    }
    if (plan_.limit == 0) return std::nullopt;
    if (plan_.limit > 0) --plan_.limit;
    auto row = reader_.next();
    if (!row) return fail(row.error());
    if (!*row) return std::nullopt;
    for (Value& value : (*row)->items()) {
      if (plan_.trim_left || plan_.trim_right) value = trimmed(value);
      if (value.is_text() && value.slice().empty()) value = plan_.null_value;
    }
    if (!plan_.maps) return Value(std::move(**row));
    Map map;
    for (std::size_t i = 0; i < plan_.header.size() && i < (*row)->size(); ++i) map.set(Slice(plan_.header[i]), (**row)[i]);
    return Value(std::move(map));
  }
  Value trimmed(const Value& value) const {
    if (!value.is_text()) return value;
    std::string_view text = value.slice();
    while (plan_.trim_left && text.starts_with(' ')) text.remove_prefix(1);
    while (plan_.trim_right && text.ends_with(' ')) text.remove_suffix(1);
    return Value(value.slice().sub(text));
  }
  std::string_view java_class() const noexcept override { return "org.apache.camel.dataformat.univocity.Unmarshaller$ListRowIterator"; }

 private:
  Reader reader_;
  Plan plan_;
};

class Univocity final : public DataFormat {
 public:
  explicit Univocity(Plan plan) : plan_(std::move(plan)), header_(plan_.header) {}

  Result<Value> marshal(const Value& body, Exchange&) const override {
    const List rows = body.is_list() ? body.list() : List{body};
    SliceBuilder out(128);
    const std::lock_guard lock(mutex_);
    for (const Value& row : rows) {
      if (!row.is_map()) {
        return Error("org.apache.camel.NoTypeConversionAvailableException", "No type converter available to convert from type: " + std::string(row.java_class()) +
                                                                                " to the required type: java.util.Map");
      }
      learn(row.map());
      List values;
      for (const std::string& name : header_) {
        const Value* found = row.map().find(name);
        values.push_back(found != nullptr ? *found : Value());
      }
      write_record(values, plan_.dialect, out);
    }
    return Value::stream(out.finish());
  }

  Result<Value> unmarshal(const Value& body, Exchange&) const override {
    Result<Slice> text = bytes_of(body);
    if (!text) return text.error();
    if (text->view().starts_with("\xEF\xBB\xBF")) text = text->sub(text->view().substr(3));
    auto rows = std::make_unique<Rows>(std::move(*text), plan_);
    if (plan_.lazy) return Value(std::unique_ptr<Object>(std::move(rows)));
    Result<List> all = drain(*rows);
    if (!all) return all.error();
    return Value(std::move(*all));
  }

 private:
  /// Columns that were not declared come in the order in which they were first seen, and stay for all messages to come: so does Camel have it.
  void learn(const Map& row) const {
    if (!plan_.header.empty()) return;
    for (const Map::Entry& entry : row) {
      if (header_.size() < kMostColumns && std::ranges::find(header_, entry.key.view()) == header_.end()) header_.push_back(entry.key.str());
    }
  }

  static constexpr std::size_t kMostColumns = 512;  // uniVocity's own limit
  Plan plan_;
  mutable std::mutex mutex_;
  mutable std::vector<std::string> header_;  // under mutex_: all workers write with one format
};

}  // namespace

std::unique_ptr<const DataFormat> univocity(const FormatDecl& decl, Dialect dialect) {
  const Options& options = decl.options;
  Plan plan;
  dialect.record_separator = options.maybe_text("lineSeparator").value_or("\n");
  dialect.univocity = dialect.lenient = true;
  dialect.ignore_empty_lines = options.flag("skipEmptyLines");
  const bool left = options.flag("ignoreLeadingWhitespaces"), right = options.flag("ignoreTrailingWhitespaces");
  dialect.ignore_surrounding_spaces = left && right;
  plan.trim_left = left && !right;
  plan.trim_right = right && !left;
  const std::string comment = options.text("comment");
  dialect.comment = comment.empty() ? std::nullopt : std::optional(comment.front());
  if (const auto text = options.maybe_text("nullValue")) {
    plan.null_value = Value(*text);
    dialect.null_text = *text;
  }
  if (const Node* header = options.node("univocityHeader")) {
    for (const Node& item : header->items) {
      if (const Node* name = item.find("name")) plan.header.push_back(name->text);
    }
  }
  if (options.flag("headersDisabled")) plan.header.clear();
  plan.dialect = std::move(dialect);
  plan.first_is_header = options.flag("headerExtractionEnabled");
  plan.maps = options.flag("asMap");
  plan.lazy = options.flag("lazyLoad");
  plan.limit = options.maybe_integer("numberOfRecordsToRead").value_or(-1);
  return std::make_unique<Univocity>(std::move(plan));
}

}  // namespace kamel::formats::csv_text
