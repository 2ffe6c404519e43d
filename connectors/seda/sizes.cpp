#include "connectors/seda/sizes.h"

#include <charconv>

namespace kamel::connectors {
namespace {

class Search {
 public:
  Search(const EndpointUri& uri, std::int64_t size) : uri_(uri), size_(size) {}

  void look(const Node& node) {
    if (found_) return;
    if (node.is_scalar()) return endpoint(node, nullptr);
    for (const Node& item : node.items) look(item);
    const Node* const parameters = node.find("parameters");
    for (const Node::Entry& entry : node.entries) {
      if (entry.key == "uri" && entry.value.is_scalar()) {
        endpoint(entry.value, parameters);
      } else {
        look(entry.value);
      }
    }
  }
  std::optional<DeclaredSize> found() && { return std::move(found_); }

 private:
  void endpoint(const Node& text, const Node* parameters) {
    if (found_ || !text.text.starts_with(uri_.scheme + ":") || text.text.find("${") != std::string::npos) return;
    Diagnostics unread;  // whoever compiles this endpoint reports what is wrong with it
    const auto other = parse_uri(text.text, text.mark, unread);
    if (!other || other->path != uri_.path) return;
    if (const auto given = other->get("size")) return compare(*given, text.mark);
    const Node* const size = parameters != nullptr ? parameters->find("size") : nullptr;
    if (size != nullptr && size->is_scalar()) compare(size->text, size->mark);
  }

  void compare(std::string_view text, const Mark& mark) {
    std::int64_t size = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (failed == std::errc() && end == text.data() + text.size() && size != size_) found_ = DeclaredSize{size, mark};
  }

  const EndpointUri& uri_;
  std::int64_t size_;
  std::optional<DeclaredSize> found_;
};

}  // namespace

std::optional<DeclaredSize> other_size(const RouteSet& set, const EndpointUri& uri, std::int64_t size) {
  Search search(uri, size);
  for (const RouteDecl& route : set.routes) {
    search.look(route.from);
    search.look(route.options);
  }
  return std::move(search).found();
}

}  // namespace kamel::connectors
