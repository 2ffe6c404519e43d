// YAML text → Node trees, by yaml-cpp's events.
#include "dsl/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>
#include <utility>

namespace kamel::yaml {
namespace {

constexpr std::size_t kDepth = 200;
// What aliases may add to a source: enough for any honest file, little enough for a file made to explode.
constexpr std::size_t kAliasNodes = 100'000, kAliasBytes = 16 << 20;
// What Camel throws when SnakeYAML, whatever the reason, cannot read a file.
constexpr std::string_view kUnreadable = "org.apache.camel.RuntimeCamelException";

// Ends the parse of a source: what the rest of it means is no longer known.
struct Stop {
  Mark mark;
  std::string message, hint;
};

struct Size {
  std::size_t nodes = 0, bytes = 0, depth = 0;
};

Size size_of(const Node& node) {
  Size size{1, node.text.size(), 1};
  const auto add = [&size](const Node& child) {
    const Size inner = size_of(child);
    size = {size.nodes + inner.nodes, size.bytes + inner.bytes, std::max(size.depth, inner.depth + 1)};
  };
  for (const Node& item : node.items) add(item);
  for (const Node::Entry& entry : node.entries) {
    add(entry.value);
    size.bytes += entry.key.size();
  }
  return size;
}

class Builder final : public YAML::EventHandler {
 public:
  Builder(const SourcePtr& source, std::string_view text, Diagnostics& diagnostics) : source_(source), text_(text), diagnostics_(diagnostics) {}

  std::vector<Node> take() { return std::move(documents_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    // yaml-cpp does not get past a stray ',' or ']': it would find empty documents there for ever.
    if (mark.pos == std::exchange(last_start_, mark.pos)) throw Stop{place(mark), "this character cannot stand here", {}};
    open_.clear();
    anchors_.clear();
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.mark = place(mark);
    node.text = null_text(content(mark));
    // Where nothing is written, yaml-cpp stands on what follows: the key is the better place.
    if (node.text.empty() && !open_.empty() && open_.back().has_key) node.mark = open_.back().key_mark;
    add(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) throw Stop{place(mark), "an alias stands inside of what it stands for", "write the value out"};
    const Size size = size_of(found->second);
    alias_nodes_ += size.nodes;
    alias_bytes_ += size.bytes;
    if (alias_nodes_ > kAliasNodes || alias_bytes_ > kAliasBytes) throw Stop{place(mark), "aliases make this file too large", "write the values out"};
    if (open_.size() + size.depth > kDepth) throw too_deep(place(mark));
    Node copy = found->second;
    add(std::move(copy), YAML::NullAnchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
    Node node;
    node.kind = Node::Kind::Scalar;
    node.mark = place(mark);
    node.text = value;
    const std::size_t at = content(mark);
    const char first = at < text_.size() ? text_[at] : '\0';
    node.block = first == '|' || first == '>';
    node.quoted = node.block || first == '"' || first == '\'' || tag == "tag:yaml.org,2002:str";
    if (at < text_.size() && at > static_cast<std::size_t>(mark.pos)) node.mark = shifted(mark, at);
    // yaml-cpp takes the end of the file for the closing quote.
    if ((first == '"' || first == '\'') && !is_closed(at)) throw Stop{node.mark, "this quote is never closed", {}};
    add(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    begin(Node::Kind::List, mark, anchor);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    begin(Node::Kind::Map, mark, anchor);
  }
  void OnMapEnd() override { end(); }

  Mark place(const YAML::Mark& mark) const {
    if (mark.is_null()) return {source_, 0, 0};
    return {source_, static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
  }

 private:
  struct Frame {
    Node node;
    YAML::anchor_t anchor = YAML::NullAnchor;
    bool has_key = false;
    std::string key;
    Mark key_mark;
  };

  static Stop too_deep(Mark mark) { return {std::move(mark), "more than " + std::to_string(kDepth) + " levels of nesting", {}}; }

  // Where a node's content begins, after its anchor and tag.
  std::size_t content(const YAML::Mark& mark) const {
    std::size_t at = static_cast<std::size_t>(std::max(mark.pos, 0));
    while (at < text_.size() && (text_[at] == '&' || text_[at] == '!')) {
      at = std::min(text_.find_first_of(" \t\r\n", at), text_.size());
      at = std::min(text_.find_first_not_of(" \t\r\n", at), text_.size());
    }
    return at;
  }

  Mark shifted(const YAML::Mark& mark, std::size_t to) const {
    Mark out = place(mark);
    for (std::size_t at = static_cast<std::size_t>(mark.pos); at < to; ++at) {
      out.column = text_[at] == '\n' ? 1 : out.column + 1;
      out.line += text_[at] == '\n' ? 1 : 0;
    }
    return out;
  }

  bool is_closed(std::size_t at) const noexcept {
    const char quote = text_[at++];
    for (; at < text_.size(); ++at) {
      if (quote == '"' && text_[at] == '\\') {
        ++at;
      } else if (text_[at] == quote) {
        if (quote == '"' || at + 1 >= text_.size() || text_[at + 1] != quote) return true;
        ++at;
      }
    }
    return false;
  }

  // How a null was written: Camel takes `constant: null` for the text.
  std::string null_text(std::size_t at) const {
    for (std::string_view word : {"null", "Null", "NULL", "~"}) {
      if (!text_.substr(std::min(at, text_.size())).starts_with(word)) continue;
      const std::size_t next = at + word.size();
      if (next >= text_.size() || std::string_view(" \t\r\n,]}").find(text_[next]) != std::string_view::npos) return std::string(word);
    }
    return {};
  }

  void begin(Node::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    const Mark at = place(mark);
    if (open_.size() >= kDepth) throw too_deep(at);
    if (!open_.empty() && open_.back().node.is_map() && !open_.back().has_key) throw complex_key(at, kind);
    Frame& frame = open_.emplace_back();
    frame.node.kind = kind;
    frame.node.mark = at;
    frame.anchor = anchor;
  }

  // The usual reason for a map as a key is a placeholder without quotes.
  Stop complex_key(const Mark& at, Node::Kind kind) const {
    if (kind == Node::Kind::Map && open_.back().node.mark.line == at.line && open_.back().node.mark.column + 1 == at.column) {
      return {open_.back().node.mark, "a value that begins with '{{' is read as a map", "put quotes around it"};
    }
    return {at, "a key must be a text", {}};
  }

  void end() {
    Frame frame = std::move(open_.back());
    open_.pop_back();
    add(std::move(frame.node), frame.anchor);
  }

  void add(Node node, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) anchors_.insert_or_assign(anchor, node);
    if (open_.empty()) {
      documents_.push_back(std::move(node));
      return;
    }
    Frame& parent = open_.back();
    if (parent.node.is_list()) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.has_key) {
      if (!node.is_scalar() && !node.is_null()) throw Stop{node.mark, "a key must be a text", {}};
      parent.key = std::move(node.text);
      parent.key_mark = std::move(node.mark);
      parent.has_key = true;
    } else {
      parent.has_key = false;
      add_entry(parent, std::move(node));
    }
  }

  void add_entry(Frame& map, Node value) {
    for (Node::Entry& entry : map.node.entries) {
      if (entry.key != map.key) continue;
      if (map.key == "from" && open_.size() > 1 && open_[open_.size() - 2].key == "route") {
        diagnostics_.error(map.key_mark, "a route has one 'from' only", "the first is on line " + std::to_string(entry.mark.line), "java.lang.IllegalArgumentException");
      }
      diagnostics_.warning(map.key_mark, "the key '" + map.key + "' is given twice", "the first is on line " + std::to_string(entry.mark.line) + "; this one counts");
      entry = {std::move(map.key), std::move(map.key_mark), std::move(value)};
      return;
    }
    map.node.entries.push_back({std::move(map.key), std::move(map.key_mark), std::move(value)});
  }

  SourcePtr source_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  std::vector<Node> documents_;
  std::vector<Frame> open_;
  std::map<YAML::anchor_t, Node> anchors_;
  std::size_t alias_nodes_ = 0, alias_bytes_ = 0;
  int last_start_ = -1;
};

// yaml-cpp's words are its own ("illegal map value"): what SnakeYAML, and so Camel, says where the two are well known.
std::string camel_words(const std::string& message) {
  if (message == "illegal map value") return "mapping values are not allowed here";
  if (message.starts_with("the referenced anchor is not defined")) return "found undefined alias";
  return message;
}

std::string hint_for(const std::string& message) {
  if (message.starts_with("mapping values")) return "check the indentation of this line and of the one before";
  if (message.find("tab") != std::string::npos) return "indent with spaces";
  return {};
}

}  // namespace

std::vector<Node> parse(const SourcePtr& source, Diagnostics& diagnostics) {
  std::string_view text = source->text;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (const auto zero = text.find_first_of(std::string_view("\0\4", 2)); zero != std::string_view::npos) {
    diagnostics.error({source, 0, 0}, "this is no text file: it holds control characters", {}, std::string(kUnreadable));
    return {};
  }
  std::istringstream stream{std::string(text)};
  Builder builder(source, text, diagnostics);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop& stop) {
    diagnostics.error(stop.mark, stop.message, stop.hint, std::string(kUnreadable));
  } catch (const YAML::Exception& failure) {
    const std::string message = camel_words(failure.msg);
    diagnostics.error(builder.place(failure.mark), message, hint_for(message), std::string(kUnreadable));
  }
  return builder.take();
}

}  // namespace kamel::yaml
