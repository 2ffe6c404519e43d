// Reading a value as JSON.
#include "engine/languages/shared/json_body.h"

#include <atomic>

#include "engine/convert.h"
#include "engine/program.h"

namespace kamel::languages {
namespace {

/// What an exchange keeps of bytes of which only the parts of one program have been read.
class PartialTree final : public Object {
 public:
  PartialTree(Value tree, std::uint64_t number) : tree_(std::move(tree)), number_(number) {}
  static void* operator new(std::size_t bytes) { return pool::allocate(bytes); }
  static void operator delete(void* memory, std::size_t bytes) noexcept { pool::release(memory, bytes); }
  std::string_view java_class() const noexcept override { return "com.fasterxml.jackson.databind.JsonNode"; }
  std::string text() const override { return to_text(tree_).str(); }
  const Value& tree() const noexcept { return tree_; }
  std::uint64_t number() const noexcept { return number_; }

 private:
  Value tree_;
  std::uint64_t number_;
};

bool is_structure(const Value& tree) noexcept { return tree.is_list() || tree.is_map(); }

/// What the bytes were parsed to, if they are those that were parsed last.
const Value* made_last(const Exchange& exchange, const Slice& text) noexcept {
  const auto& [bytes, tree] = exchange.parsed;
  return !text.empty() && bytes.data() == text.data() && bytes.size() == text.size() ? &tree : nullptr;
}

/// Tells a program's JsonParts from whatever else it keeps.
struct DeleteParts {
  void operator()(const JsonParts* parts) const noexcept { delete parts; }
};

}  // namespace

std::uint64_t JsonParts::next_number() noexcept {
  static std::atomic<std::uint64_t> numbers{0};
  return ++numbers;
}

std::shared_ptr<JsonParts> parts_of(Program& program) {
  for (const std::shared_ptr<const void>& kept : program.kept) {
    if (std::get_deleter<DeleteParts>(kept) != nullptr) return std::static_pointer_cast<JsonParts>(std::const_pointer_cast<void>(kept));
  }
  std::shared_ptr<JsonParts> parts(new JsonParts, DeleteParts());
  program.kept.push_back(parts);
  return parts;
}

Result<Value> parse_json(const Slice& text, Exchange& exchange) {
  if (const Value* tree = made_last(exchange, text); tree != nullptr && is_structure(*tree)) return *tree;
  Result<Value> parsed = json::parse(text);
  if (parsed && is_structure(*parsed)) exchange.parsed = {text, *parsed};
  return parsed;
}

Result<Value> parse_json(const Slice& text, Exchange& exchange, const JsonParts& parts) {
  if (parts.wanted.whole) return parse_json(text, exchange);
  if (const Value* last = made_last(exchange, text)) {
    if (is_structure(*last)) return *last;
    const auto* partial = last->object_as<PartialTree>();
    if (partial != nullptr && partial->number() == parts.number) return partial->tree();
  }
  Result<Value> parsed = json::parse(text, parts.wanted);
  if (parsed && is_structure(*parsed)) exchange.parsed = {text, Value(std::make_unique<PartialTree>(*parsed, parts.number))};
  return parsed;
}

std::optional<Value> as_tree(const Value& value) {
  if (value.is_list() || value.is_map()) return value;
  if (!value.is_object()) return std::nullopt;
  return value.object().converted();
}

}  // namespace kamel::languages
