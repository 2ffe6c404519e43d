#include "engine/saga_route.h"

namespace kamel {
namespace {

constexpr std::string_view kIllegal = "java.lang.IllegalArgumentException";

const Node::Entry* saga_in(const Node& item) {
  const bool is_saga = item.is_map() && item.entries.size() == 1 && item.entries.front().key == "saga";
  return is_saga ? &item.entries.front() : nullptr;
}

// Lists inside of `node` that have a saga among their items.
void report_inner(const Node& node, Assembler& assembler) {
  for (const Node::Entry& entry : node.entries) {
    for (const Node& item : entry.value.items) {
      if (const Node::Entry* saga = entry.key == "steps" ? saga_in(item) : nullptr) {
        assembler.error(saga->mark, "a saga must stand at the top of its route",
                        "move it out of '" + entry.key + "', or into a route of its own", std::string(kIllegal));
      }
      report_inner(item, assembler);
    }
    report_inner(entry.value, assembler);
  }
}

Node& steps_of(Node& saga) {
  for (Node::Entry& entry : saga.entries) {
    if (entry.key == "steps") return entry.value;
  }
  saga.kind = Node::Kind::Map;
  saga.entries.push_back({"steps", saga.mark, Node()});
  Node& steps = saga.entries.back().value;
  steps.kind = Node::Kind::List;
  steps.mark = saga.mark;
  return steps;
}

}  // namespace

const Node* with_saga_outermost(const Node* steps, Assembler& assembler) {
  if (steps == nullptr || !steps->is_list()) return steps;
  const Node* outer = nullptr;
  std::vector<Node> others;
  for (const Node& item : steps->items) {
    report_inner(item, assembler);
    const Node::Entry* saga = saga_in(item);
    if (saga != nullptr && outer != nullptr) {
      assembler.error(saga->mark, "a route can have one saga only", "put the second one into a route of its own", std::string(kIllegal));
    }
    if (saga != nullptr && outer == nullptr) {
      outer = &item;
    } else {
      others.push_back(item);
    }
  }
  if (outer == nullptr) return steps;
  auto whole = std::make_shared<Node>();
  whole->kind = Node::Kind::List;
  whole->mark = steps->mark;
  whole->items.push_back(*outer);
  Node& inside = steps_of(whole->items.front().entries.front().value);
  inside.items.insert(inside.items.begin(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
  assembler.program().kept.push_back(whole);
  return whole.get();
}

}  // namespace kamel
