// Value → YAML in block style.
#include <algorithm>
#include <array>
#include <cctype>

#include "dsl/json.h"
#include "dsl/yaml.h"

namespace kamel::yaml {
namespace {

// Words that YAML 1.1 readers take for truth values, though YAML 1.2 does not.
constexpr auto kOldWords = std::to_array<std::string_view>({"yes", "no", "on", "off", "y", "n"});

bool is_old_word(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return std::ranges::find(kOldWords, lower) != kOldWords.end();
}

bool is_control(char c) noexcept { return (static_cast<unsigned char>(c) < 32 && c != '\n') || c == 127; }

// Whether a text reads back as itself without quotes.
bool is_plain(std::string_view text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':' || is_old_word(text)) return false;
  if (std::string_view("-?:,[]{}#&*!|>'\"%@`=<").find(text.front()) != std::string_view::npos) return false;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos || text.starts_with("...")) return false;
  if (std::ranges::any_of(text, [](char c) { return is_control(c) || c == '\n'; })) return false;
  Node node;
  node.kind = Node::Kind::Scalar;
  node.text = text;
  return node.value().is_text();
}

// Several lines are easier to read as a block, where a block can hold them.
bool is_block(std::string_view text) {
  if (text.find('\n') == std::string_view::npos || text.front() == ' ' || text.front() == '\n') return false;
  return std::ranges::none_of(text, is_control);
}

class Writer {
 public:
  std::string take() { return std::move(out_); }

  // What stands after "key:" or "-": on the same line if it can.
  void value(const Value& value, std::size_t indent) {
    if (value.is_map() && !value.map().empty()) {
      out_ += '\n';
      map(value.map(), indent);
    } else if (value.is_list() && !value.list().empty()) {
      out_ += '\n';
      list(value.list(), indent);
    } else {
      out_ += ' ';
      scalar(value, indent);
      out_ += '\n';
    }
  }

  void map(const Map& map, std::size_t indent, bool first_in_line = false) {
    for (const auto& [key, entry] : map) {
      if (!std::exchange(first_in_line, false)) out_.append(indent, ' ');
      text(key, false, indent);
      out_ += ':';
      value(entry, entry.is_list() ? indent : indent + 2);
    }
  }

  void list(const List& list, std::size_t indent) {
    for (const Value& item : list) {
      out_.append(indent, ' ').append("-");
      if (item.is_map() && !item.map().empty()) {
        out_ += ' ';
        map(item.map(), indent + 2, true);
      } else {
        value(item, indent + 2);
      }
    }
  }

  void scalar(const Value& value, std::size_t indent) {
    if (value.is_map()) {
      out_ += "{}";
    } else if (value.is_list()) {
      out_ += "[]";
    } else if (value.is_text()) {
      text(value.slice(), true, indent);
    } else if (value.kind() == Value::Kind::Double && value.as_double() - value.as_double() != 0) {
      out_ += value.as_double() > 0 ? ".inf" : value.as_double() < 0 ? "-.inf" : ".nan";
    } else {
      out_ += json::write(value).view();
    }
  }

 private:
  void text(std::string_view text, bool may_be_block, std::size_t indent) {
    if (is_plain(text)) {
      out_ += text;
    } else if (may_be_block && is_block(text)) {
      block(text, indent);
    } else {
      out_ += json::write(Value(text)).view();
    }
  }

  void block(std::string_view text, std::size_t indent) {
    const std::size_t breaks = text.size() - std::min(text.find_last_not_of('\n') + 1, text.size());
    out_ += breaks == 0 ? "|-" : breaks == 1 ? "|" : "|+";
    if (text.ends_with('\n')) text.remove_suffix(1);
    while (true) {
      const auto end = std::min(text.find('\n'), text.size());
      out_ += '\n';
      if (end > 0) out_.append(std::max<std::size_t>(indent, 2), ' ').append(text.substr(0, end));
      if (end == text.size()) return;
      text.remove_prefix(end + 1);
    }
  }

  std::string out_;
};

}  // namespace

std::string write(const Value& value) {
  Writer writer;
  if (value.is_map() && !value.map().empty()) {
    writer.map(value.map(), 0);
  } else if (value.is_list() && !value.list().empty()) {
    writer.list(value.list(), 0);
  } else {
    writer.scalar(value, 0);
    return writer.take() + "\n";
  }
  return writer.take();
}

}  // namespace kamel::yaml
