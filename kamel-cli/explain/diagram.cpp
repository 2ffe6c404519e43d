#include "kamel-cli/explain/diagram.h"

#include <vector>

namespace kamel::cli {
namespace {

// An end of the chain so far: the next step hangs on it, with a label.
struct Loose {
  std::string node;
  std::string label;
};

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '"')
      out += "#quot;";
    else if (c == '\n')
      out += ' ';
    else if (c == '<')
      out += "#lt;";
    else if (c == '>')
      out += "#gt;";
    else
      out += c;
  }
  constexpr std::size_t kLongest = 60;
  if (out.size() > kLongest) {
    std::size_t cut = kLongest;
    while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xC0U) == 0x80U) --cut;
    out = out.substr(0, cut) + "…";
  }
  return out;
}

class Chart {
 public:
  explicit Chart(const Registry& registry) : registry_(registry) {}

  void route(const RouteDecl& route) {
    out_ += "  subgraph " + escaped_id(route.id) + "[\"" + escaped(route.id) + "\"]\n";
    const Node* steps = route.from.find("steps");
    if (steps == nullptr) steps = route.options.find("steps");
    std::vector<Loose> loose{{box("from " + uri_of(route.from), true), ""}};
    if (steps != nullptr) chain(*steps, loose);
    out_ += "  end\n";
  }

  std::string text() && { return "flowchart TD\n" + std::move(out_); }

 private:
  static std::string uri_of(const Node& node) {
    if (node.is_scalar()) return node.text;
    const Node* uri = node.find("uri");
    return uri != nullptr ? uri->text : std::string();
  }

  std::string escaped_id(std::string_view id) {
    std::string out = "g" + std::to_string(++groups_) + "_";
    for (char c : id) out += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    return out;
  }

  std::string box(std::string_view label, bool round = false) {
    const std::string id = "n" + std::to_string(++boxes_);
    out_ += "    " + id + (round ? "([\"" : "[\"") + escaped(label) + (round ? "\"])\n" : "\"]\n");
    return id;
  }

  void link(const std::vector<Loose>& from, const std::string& to) {
    for (const Loose& end : from)
      out_ += "    " + end.node + (end.label.empty() ? " --> " : " -->|\"" + escaped(end.label) + "\"| ") + to + "\n";
  }

  // The expression of a map, as one would say it: `${body} > 3`.
  std::string condition(const Node& node) const {
    const Node* element = node.find("expression");
    const Node& map = element != nullptr && element->is_map() ? *element : node;
    for (const Node::Entry& entry : map.entries) {
      if (registry_.language(entry.key) == nullptr) continue;
      if (entry.value.is_scalar()) return entry.value.text;
      const Node* text = entry.value.find("expression");
      return text != nullptr ? text->text : entry.key;
    }
    return {};
  }

  std::string label(std::string_view name, const Node& value) const {
    std::string detail = value.is_scalar() ? value.text : std::string();
    for (const char* key : {"uri", "name", "message", "id"}) {
      const Node* found = detail.empty() ? value.find(key) : nullptr;
      if (found != nullptr && found->is_scalar()) detail = found->text;
    }
    if (const std::string expression = condition(value); !expression.empty()) detail += detail.empty() ? expression : " = " + expression;
    return detail.empty() ? std::string(name) : std::string(name) + " " + detail;
  }

  // One branch of a step: its steps hang on the box; where they end is loose.
  void branch(const std::string& from, const std::string& label, const Node& steps, std::vector<Loose>& ends) {
    std::vector<Loose> loose{{from, label}};
    chain(steps, loose);
    ends.insert(ends.end(), loose.begin(), loose.end());
  }

  void children(const std::string& id, const Node& value, std::vector<Loose>& ends) {
    for (const Node::Entry& entry : value.entries) {
      if (entry.key == "steps") {
        branch(id, "", entry.value, ends);
      } else if (const Node* steps = entry.value.find("steps"); steps != nullptr) {
        branch(id, entry.key, *steps, ends);
      } else {
        for (const Node& item : entry.value.items) {
          if (const Node* item_steps = item.find("steps"))
            branch(id, condition(item).empty() ? entry.key : condition(item), *item_steps, ends);
        }
      }
    }
  }

  void chain(const Node& steps, std::vector<Loose>& loose) {
    for (const Node& step : steps.items) {
      if (!step.is_map() || step.entries.empty()) continue;
      const auto& [name, mark, value] = step.entries[0];
      const std::string id = box(label(name, value));
      link(loose, id);
      std::vector<Loose> ends;
      children(id, value, ends);
      const bool may_pass = ends.empty() || name == "filter" || (name == "choice" && value.find("otherwise") == nullptr);
      if (may_pass) ends.push_back({id, ends.empty() ? "" : "else"});
      loose = name == "stop" ? std::vector<Loose>{} : std::move(ends);
    }
  }

  const Registry& registry_;
  std::string out_;
  unsigned boxes_ = 0, groups_ = 0;
};

}  // namespace

std::string mermaid(const RouteSet& set, const Registry& registry) {
  Chart chart(registry);
  for (const RouteDecl& route : set.routes) chart.route(route);
  return std::move(chart).text();
}

}  // namespace kamel::cli
