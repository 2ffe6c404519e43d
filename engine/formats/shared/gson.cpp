// Gson's JSON.
#include "engine/formats/shared/gson.h"

#include "dsl/json.h"

namespace kamel::formats {
namespace {

class Writer {
 public:
  explicit Writer(bool pretty) : pretty_(pretty) {}

  void write(const Value& value, std::size_t depth) {
    if (value.is_list()) return list(value.list(), depth);
    if (value.is_map()) return map(value.map(), depth);
    if (value.kind() == Value::Kind::Bytes) return bytes(value.slice(), depth);
    if (value.is_bytes_like()) return text(value.slice());
    if (value.is_object()) {
      const auto tree = value.object().converted();
      return tree ? write(*tree, depth) : text(value.object().text());
    }
    json::write(value, out_);
  }
  Slice finish() { return out_.finish(); }

 private:
  void line(std::size_t depth) {
    if (!pretty_) return;
    out_.push_back('\n');
    for (std::size_t i = 0; i < depth; ++i) out_.append("  ");
  }
  void text(std::string_view raw) {
    SliceBuilder quoted(raw.size() + 2);
    json::write_string(raw, quoted);
    for (const char c : quoted.view()) {
      switch (c) {
        case '<':
          out_.append("\\u003c");
          break;
        case '>':
          out_.append("\\u003e");
          break;
        case '&':
          out_.append("\\u0026");
          break;
        case '=':
          out_.append("\\u003d");
          break;
        case '\'':
          out_.append("\\u0027");
          break;
        default:
          out_.push_back(c);
          escape_separator();
      }
    }
  }
  /// The line and paragraph separators, which JavaScript took for ends of line.
  void escape_separator() {
    const std::string_view written = out_.view();
    for (const auto& [raw, escape] : {std::pair<std::string_view, std::string_view>{"\xE2\x80\xA8", "\\u2028"}, {"\xE2\x80\xA9", "\\u2029"}}) {
      if (!written.ends_with(raw)) continue;
      out_.truncate(written.size() - raw.size());
      out_.append(escape);
      return;
    }
  }
  /// An array of Java's signed bytes.
  void bytes(std::string_view raw, std::size_t depth) {
    List numbers;
    for (const char c : raw) numbers.push_back(Value(static_cast<std::int32_t>(static_cast<signed char>(c))));
    list(numbers, depth);
  }
  void list(const List& list, std::size_t depth) {
    out_.push_back('[');
    bool first = true;
    for (const Value& item : list) {
      if (!std::exchange(first, false)) out_.push_back(',');
      line(depth + 1);
      write(item, depth + 1);
    }
    if (!first) line(depth);
    out_.push_back(']');
  }
  void map(const Map& map, std::size_t depth) {
    out_.push_back('{');
    bool first = true;
    for (const Map::Entry& entry : map) {
      if (entry.value.is_null()) continue;
      if (!std::exchange(first, false)) out_.push_back(',');
      line(depth + 1);
      text(entry.key);
      out_.append(pretty_ ? ": " : ":");
      write(entry.value, depth + 1);
    }
    if (!first) line(depth);
    out_.push_back('}');
  }

  bool pretty_;
  SliceBuilder out_;
};

}  // namespace

Slice write_gson(const Value& value, bool pretty) {
  Writer writer(pretty);
  writer.write(value, 0);
  return writer.finish();
}

Value with_doubles(const Value& tree) {
  if (tree.is_number()) return Value(tree.number());
  if (tree.is_object()) {
    if (const auto plain = tree.object().converted(); plain && plain->is_number()) return Value(plain->number());
  }
  if (tree.is_list()) {
    List items;
    for (const Value& item : tree.list()) items.push_back(with_doubles(item));
    return Value(std::move(items));
  }
  if (!tree.is_map()) return tree;
  Map map;
  for (const Map::Entry& entry : tree.map()) map.set(entry.key, with_doubles(entry.value));
  return Value(std::move(map));
}

}  // namespace kamel::formats
