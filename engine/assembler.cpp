#include "engine/assembler.h"

#include <algorithm>

#include "engine/glue.h"
#include "engine/interceptors.h"
#include "engine/kamelet.h"
#include "engine/worker.h"

namespace kamel {

Assembler::Assembler(Context& context, const RouteSet& set, std::string route_id, Diagnostics& diagnostics)
    : context_(context), set_(set), route_id_(std::move(route_id)), diagnostics_(diagnostics), program_(std::make_shared<Program>()) {
  program_->route_id = route_id_;
}

std::uint32_t Assembler::emit(std::unique_ptr<const Step> step) {
  Instruction instruction;
  instruction.step = std::move(step);
  instruction.mark = step_mark_;
  instruction.name = step_name_;
  instruction.id = step_id_;
  instruction.guarded = guarded_;
  instruction.body = body_;
  program_->code.push_back(std::move(instruction));
  return here() - 1;
}

std::uint32_t Assembler::emit_goto(std::uint32_t target) {
  const std::uint32_t place = emit(std::make_unique<glue::Goto>());
  program_->code[place].name = "";
  set_branch(place, target);
  return place;
}

std::uint32_t Assembler::emit_return() {
  const std::uint32_t place = emit(std::make_unique<glue::Return>());
  program_->code[place].name = "";
  return place;
}

namespace {

// Steps that, written without steps of their own, take those behind them for their own, as in Camel's YAML.
constexpr std::string_view kTakeRest[] = {"aggregate", "circuitBreaker", "doTry", "filter", "idempotentConsumer", "loadBalance", "loop",
                                          "multicast", "pipeline", "policy", "resequence", "saga", "split", "step", "transacted"};

bool has_items(const Node& value, std::string_view key) {
  const Node* list = value.is_map() ? value.find(key) : nullptr;
  return list != nullptr && !list->items.empty();
}

// With a `kamelet` that is to be seen only where the Kamelet goes on after its sink.
bool takes_rest(const Node::Entry& step, const RouteSet& set) {
  if (has_items(step.value, "steps")) return false;
  if (step.key == "kamelet") {
    const Node* name = step.value.is_map() ? step.value.find("name") : &step.value;
    return name != nullptr && name->is_scalar() && goes_on_after_sink(set, name->text);
  }
  if (step.key == "doTry" && (has_items(step.value, "doCatch") || step.value.find("doFinally") != nullptr)) return false;
  return std::ranges::find(kTakeRest, camel_case(step.key)) != std::end(kTakeRest);
}

std::shared_ptr<const Node> with_rest(const Node& item, const Node& list, const RouteSet& set) {
  if (&item == &list.items.back() || item.entries.size() != 1 || !takes_rest(item.entries.front(), set)) return nullptr;
  auto whole = std::make_shared<Node>(item);
  Node& changed = whole->entries.front().value;
  if (changed.is_scalar()) changed.entries.push_back({"name", changed.mark, changed});
  changed.kind = Node::Kind::Map;
  std::erase_if(changed.entries, [](const Node::Entry& entry) { return entry.key == "steps"; });
  Node rest;
  rest.kind = Node::Kind::List;
  rest.mark = item.mark;
  rest.items.assign(list.items.begin() + (&item - list.items.data()) + 1, list.items.end());
  changed.entries.push_back({"steps", item.mark, std::move(rest)});
  return whole;
}

}  // namespace

void Assembler::steps(const Node* list) {
  if (list == nullptr || list->is_null()) return;
  if (!list->is_list()) return error(list->mark, "steps must be a list", "put a '-' before each step");
  for (const Node& item : list->items) {
    if (const auto whole = with_rest(item, *list, set_)) {
      program_->kept.push_back(whole);
      return step(*whole);
    }
    step(item);
  }
}

Range Assembler::body(const Node* list) {
  return body([&] { steps(list); });
}

Range Assembler::body(const std::function<void()>& write) {
  Range range{here(), 0};
  const std::uint32_t depth = std::exchange(depth_, 0);  // children start without frames
  const std::uint32_t outer = std::exchange(body_, ++bodies_);
  write();
  emit_return();
  depth_ = depth;
  body_ = outer;
  range.to = here();
  return range;
}

namespace {

std::string keys_of(const Node& node) {
  std::string out;
  for (const Node::Entry& entry : node.entries) out += (out.empty() ? "" : ", ") + entry.key;
  return out;
}

bool says_disabled(const Node& node) {
  const Node* disabled = node.find("disabled");
  return disabled != nullptr && disabled->is_scalar() && disabled->text == "true";
}

constexpr std::string_view kYaml = "org.apache.camel.dsl.yaml.common.exception.";

// What to do about a step that there is not, among the steps of `around`.
std::string hint_for(const std::string& unknown, const StepSpec* around, const Registry& registry) {
  if (around != nullptr && std::ranges::find(around->fields, unknown, &Field::name) != around->fields.end()) {
    return "it is an option of " + std::string(around->name) + ": write it beside steps, without a '-'";
  }
  return did_you_mean(unknown, registry.step_names());
}

}  // namespace

// One item of a steps list: a map with exactly one key.
void Assembler::step(const Node& item) {
  if (item.is_scalar() && registry().step(item.text) != nullptr) {
    return error(item.mark, "step '" + item.text + "' needs a ':' behind it", "write '" + item.text + ": {}'");
  }
  if (!item.is_map() || item.entries.empty()) return error(item.mark, "a step must be a map with the step's name as its key");
  if (item.entries.size() > 1) {
    return error(item.entries[1].mark, "a step has exactly one key, but here are " + std::to_string(item.entries.size()) + ": " + keys_of(item),
                 "indent the options below the step, or put a '-' before the second step", std::string(kYaml) + "DuplicateKeyException");
  }
  const Node::Entry& entry = item.entries.front();
  const StepSpec* spec = registry().step(entry.key);
  if (spec == nullptr && entry.key.find('-') != std::string::npos && (spec = registry().step(camel_case(entry.key))) != nullptr) {
    diagnostics_.warning(entry.mark, "'" + entry.key + "' is the spelling of older Camel K versions", "write '" + std::string(spec->name) + "'");
  }
  if (spec == nullptr) {
    return error(entry.mark, "unknown step '" + entry.key + "'", hint_for(entry.key, registry().step(step_name_), registry()), std::string(kYaml) + "UnknownNodeIdException");
  }
  compile_step(*spec, entry);
}

void Assembler::compile_step(const StepSpec& spec, const Node::Entry& entry) {
  FieldRules rules;
  if (spec.inline_expression) rules.is_language = [this](std::string_view key) { return is_language(key); };
  rules.shorthand = spec.shorthand;
  rules.lenient = spec.takes_format;
  rules.what = "step '" + std::string(spec.name) + "'";
  StepDecl decl{spec, entry.value, entry.mark, Options::read(entry.value, spec.fields, rules, diagnostics_), {}};
  if (says_disabled(entry.value)) return;
  const Node* id = entry.value.find("id");
  decl.id = id != nullptr && id->is_scalar() ? id->text : make_id(spec.name);
  const auto outer_name = std::exchange(step_name_, spec.name);
  auto outer_id = std::exchange(step_id_, decl.id);
  auto outer_mark = std::exchange(step_mark_, entry.mark);
  if (interceptors_ != nullptr) interceptors_->before_step(decl.id);
  spec.compile(decl, *this);
  step_name_ = outer_name;
  step_id_ = std::move(outer_id);
  step_mark_ = std::move(outer_mark);
}

Assembler::IdCounters Assembler::swap_id_counters(IdCounters counters) { return std::exchange(counters_, std::move(counters)); }
std::string Assembler::state_key(const StepDecl& decl, const std::string& key) const { return "state:" + route_id_ + ":" + decl.id + ":" + key; }

std::string Assembler::make_id(std::string_view name) {
  unsigned& counter = counters_.try_emplace(std::string(name), 0).first->second;
  return std::string(name) + std::to_string(++counter);
}

void Assembler::handler(Range covered, std::uint32_t land, std::uint32_t end) {
  program_->handlers.push_back({covered.from, covered.to, land, end, depth_, body_});
}

}  // namespace kamel
