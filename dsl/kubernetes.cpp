// Camel K's custom resources as sources: Integration, Kamelet, Pipe and the older KameletBinding.
#include <algorithm>
#include <array>

#include "dsl/loader.h"
#include "dsl/uri.h"
#include "dsl/yaml.h"

namespace kamel {
namespace {

constexpr auto kKinds = std::to_array<std::string_view>({"Integration", "Kamelet", "Pipe", "KameletBinding"});

const Node* at(const Node& node, std::initializer_list<std::string_view> path) {
  const Node* found = &node;
  for (std::string_view key : path) found = found != nullptr ? found->find(key) : nullptr;
  return found;
}

std::string text_at(const Node& node, std::initializer_list<std::string_view> path) {
  const Node* found = at(node, path);
  return found != nullptr ? found->text : std::string();
}

Node scalar(std::string text, const Mark& mark) {
  Node node;
  node.kind = Node::Kind::Scalar;
  node.mark = mark;
  node.text = std::move(text);
  node.quoted = true;
  return node;
}

Node map(const Mark& mark) {
  Node node;
  node.kind = Node::Kind::Map;
  node.mark = mark;
  return node;
}

Node list(const Mark& mark) {
  Node node = map(mark);
  node.kind = Node::Kind::List;
  return node;
}

void put(Node& into, std::string key, Node value) {
  Mark mark = value.mark;
  into.entries.push_back({std::move(key), std::move(mark), std::move(value)});
}

Node single(std::string key, Node value) {
  Node node = map(value.mark);
  put(node, std::move(key), std::move(value));
  return node;
}

// One end of a Pipe, or a step of it, turned into a Camel endpoint.
struct End {
  std::string uri;
  bool kamelet = false;
  Node parameters;
  Mark mark;
  Node data_types;
};

std::string knative_uri(const std::string& kind, const std::string& name, const Node& ref, Node& parameters) {
  std::string type = kind == "Broker" ? "event" : kind == "Service" ? "endpoint" : "channel";
  std::string target = name;
  if (kind == "Broker") {
    target = text_at(parameters, {"type"});
    std::erase_if(parameters.entries, [](const Node::Entry& entry) { return entry.key == "type"; });
    put(parameters, "name", scalar(name, ref.mark));
  }
  put(parameters, "apiVersion", scalar(text_at(ref, {"apiVersion"}), ref.mark));
  put(parameters, "kind", scalar(kind, ref.mark));
  return "knative:" + type + (target.empty() ? "" : "/" + target);
}

std::optional<End> from_ref(const Node& ref, End end, Diagnostics& diagnostics) {
  const std::string kind = text_at(ref, {"kind"}), name = text_at(ref, {"name"}), version = text_at(ref, {"apiVersion"});
  if (name.empty() && kind != "Broker") {
    diagnostics.error(ref.mark, "a reference needs 'name'");
    return std::nullopt;
  }
  if (kind == "Kamelet") {
    end.uri = "kamelet:" + name;
    end.kamelet = true;
  } else if (kind == "KafkaTopic") {
    end.uri = "kafka:" + name;
  } else if (version.find("knative.dev") != std::string::npos) {
    end.uri = knative_uri(kind, name, ref, end.parameters);
  } else {
    constexpr auto kinds = std::to_array<std::string_view>({"Kamelet", "KafkaTopic", "Channel", "Broker", "Service"});
    const std::string meant = did_you_mean(kind, kinds);
    diagnostics.error(ref.mark, "a reference to a '" + kind + "' needs a cluster", meant.empty() ? "use 'uri' in a local run" : meant);
    return std::nullopt;
  }
  return end;
}

std::optional<End> read_end(const Node& node, std::string_view what, Diagnostics& diagnostics) {
  End end;
  end.mark = node.mark;
  end.parameters = map(node.mark);
  if (const Node* properties = node.find("properties"); properties != nullptr && properties->is_map()) end.parameters = *properties;
  if (const Node* types = node.find("dataTypes")) end.data_types = *types;
  const Node* ref = node.find("ref");
  const Node* uri = node.find("uri");
  if ((ref == nullptr) == (uri == nullptr)) {
    diagnostics.error(node.mark, std::string(what) + (ref == nullptr ? " needs 'ref' or 'uri'" : " has both 'ref' and 'uri'"));
    return std::nullopt;
  }
  if (ref != nullptr) return from_ref(*ref, std::move(end), diagnostics);
  end.uri = uri->text;
  end.mark = uri->mark;
  return end;
}

// The end's properties as a query, for the places that take nothing but a URI.
std::string with_query(const End& end) {
  std::string out = end.uri;
  char separator = out.find('?') == std::string::npos ? '?' : '&';
  for (const Node::Entry& entry : end.parameters.entries) {
    out += std::exchange(separator, '&') + entry.key + "=" + percent_encode(entry.value.text);
  }
  return out;
}

Node endpoint(const End& end) {
  Node out = map(end.mark);
  put(out, "uri", scalar(end.uri, end.mark));
  if (!end.parameters.entries.empty()) put(out, "parameters", end.parameters);
  return out;
}

Node step(const End& end) {
  if (!end.kamelet) return single("to", endpoint(end));
  Node out = map(end.mark);
  put(out, "name", scalar(end.uri.substr(8), end.mark));
  if (!end.parameters.entries.empty()) put(out, "parameters", end.parameters);
  return single("kamelet", std::move(out));
}

// transform with a type in place of Camel K's data-type-action Kamelet.
void add_data_type(Node& steps, const End& end, std::string_view direction) {
  const Node* type = end.data_types.find(direction);
  if (type == nullptr) return;
  const std::string scheme = text_at(*type, {"scheme"}), format = text_at(*type, {"format"});
  std::string name = scheme.empty() ? format : scheme + ":" + format;
  steps.items.push_back(single("transform", single("toType", scalar(std::move(name), type->mark))));
}

// spec.errorHandler: exactly one of none, log, sink.
std::optional<Node> error_handler(const Node& declared, Diagnostics& diagnostics) {
  if (!declared.is_map() || declared.entries.size() != 1) {
    diagnostics.error(declared.mark, "errorHandler must hold one of none, log, sink");
    return std::nullopt;
  }
  const Node::Entry& handler = declared.entries[0];
  const Node* parameters = handler.value.find("parameters");
  Node options = map(handler.mark);
  if (parameters != nullptr && !parameters->entries.empty()) put(options, "redeliveryPolicy", *parameters);
  if (handler.key == "none") return single("noErrorHandler", map(handler.mark));
  if (handler.key == "log") return single("defaultErrorHandler", std::move(options));
  if (handler.key != "sink") {
    diagnostics.error(handler.mark, "unknown error handler '" + handler.key + "'", "it is one of none, log, sink");
    return std::nullopt;
  }
  const Node* target = handler.value.find("endpoint");
  if (target == nullptr) {
    diagnostics.error(handler.mark, "the error handler's sink needs 'endpoint'");
    return std::nullopt;
  }
  const auto end = read_end(*target, "the error handler's endpoint", diagnostics);
  if (!end) return std::nullopt;
  put(options, "deadLetterUri", scalar(with_query(*end), end->mark));
  return single("deadLetterChannel", std::move(options));
}

}  // namespace

// Whether the document was a resource, fine or not.
bool Loader::resource(Node& document, const SourcePtr& source) {
  const Node* kind = document.find("kind");
  if (kind == nullptr || document.find("apiVersion") == nullptr) return false;
  if (kind->text == "Integration") {
    integration(document, source);
  } else if (kind->text == "Kamelet") {
    kamelet(document);
  } else if (kind->text == "Pipe" || kind->text == "KameletBinding") {
    pipe(document);
  } else {
    diagnostics_.error(kind->mark, "documents of kind '" + kind->text + "' are not run here", did_you_mean(kind->text, kKinds));
  }
  return true;
}

void Loader::integration(Node& document, const SourcePtr& source) {
  if (const std::string name = text_at(document, {"metadata", "name"}); !name.empty()) set_.name = name;
  if (const Node* configuration = at(document, {"spec", "configuration"})) {
    for (const Node& item : configuration->items) {
      if (text_at(item, {"type"}) == "property") property(text_at(item, {"value"}), item.mark);
    }
  }
  if (const Node* properties = at(document, {"spec", "traits", "camel", "properties"})) properties_of(*properties);
  if (const Node* properties = at(document, {"spec", "traits", "camel", "configuration", "properties"})) properties_of(*properties);
  const Node* flows = at(document, {"spec", "flows"});
  const Node* sources = at(document, {"spec", "sources"});
  if (flows == nullptr && sources == nullptr) diagnostics_.error(document.mark, "this Integration has neither spec.flows nor spec.sources");
  if (flows != nullptr) list(*flows);
  if (sources != nullptr) integration_sources(*sources, source);
}

void Loader::integration_sources(const Node& sources, const SourcePtr& source) {
  for (const Node& item : sources.items) {
    const std::string name = text_at(item, {"name"}), language = text_at(item, {"language"});
    const Node* content = item.find("content");
    const bool yaml = language.empty() ? !name.ends_with(".java") && !name.ends_with(".xml") && !name.ends_with(".groovy") : language == "yaml" || language == "kamelet";
    if (!yaml) {
      diagnostics_.error(item.mark, "source '" + name + "' is not in YAML", "only Camel YAML is run natively");
    } else if (content == nullptr) {
      diagnostics_.error(item.mark, "source '" + name + "' has no content", item.find("contentRef") != nullptr ? "a contentRef needs a cluster" : "");
    } else if (text_at(item, {"compression"}) == "true") {
      diagnostics_.error(item.mark, "source '" + name + "' is compressed", "write its text in clear");
    } else {
      const auto inner = std::make_shared<Source>(Source{source->name + "#" + name, content->text});
      set_.sources.push_back(inner);
      for (Node& document : yaml::parse(inner, diagnostics_)) this->document(std::move(document), inner);
    }
  }
}

void Loader::kamelet(Node& document) {
  const std::string name = text_at(document, {"metadata", "name"});
  const Node* spec = document.find("spec");
  const Node* body = at(document, {"spec", "template"});
  if (name.empty()) {
    diagnostics_.error(document.mark, "a Kamelet needs metadata.name");
  } else if (body == nullptr || (body->find("from") == nullptr && body->find("route") == nullptr)) {
    diagnostics_.error(body != nullptr ? body->mark : document.mark, "Kamelet '" + name + "' needs spec.template with 'from' or 'route'");
  } else if (set_.find_template(name) != nullptr) {
    diagnostics_.error(document.mark, "there are two Kamelets '" + name + "'");
  } else {
    set_.templates.push_back({name, document.mark, *spec, true});
  }
}

void Loader::pipe(Node& document) {
  const std::string name = text_at(document, {"metadata", "name"});
  if (!name.empty()) set_.name = name;
  const Node* source = at(document, {"spec", "source"});
  const Node* sink = at(document, {"spec", "sink"});
  if (source == nullptr || sink == nullptr) {
    diagnostics_.error(document.mark, std::string("this Pipe needs spec.") + (source == nullptr ? "source" : "sink"));
    return;
  }
  const auto from = read_end(*source, "the source", diagnostics_);
  const auto to = read_end(*sink, "the sink", diagnostics_);
  Node steps = kamel::list(document.mark);
  if (from) add_data_type(steps, *from, "out");
  const Node* middle = at(document, {"spec", "steps"});
  for (const Node& item : middle != nullptr ? middle->items : std::vector<Node>{}) {
    const auto end = read_end(item, "a step", diagnostics_);
    if (!end) continue;
    add_data_type(steps, *end, "in");
    steps.items.push_back(step(*end));
    add_data_type(steps, *end, "out");
  }
  if (!from || !to) return;
  add_data_type(steps, *to, "in");
  steps.items.push_back(single("to", endpoint(*to)));
  Node input = endpoint(*from);
  put(input, "steps", std::move(steps));
  Node route = map(document.mark);
  if (!name.empty()) put(route, "id", scalar(name, document.mark));
  if (const Node* declared = at(document, {"spec", "errorHandler"})) {
    if (auto handler = error_handler(*declared, diagnostics_)) put(route, "errorHandler", *std::move(handler));
  }
  put(route, "from", std::move(input));
  items_.push_back({"route", document.mark, std::move(route)});
}

void Loader::properties_of(const Node& list) {
  if (list.is_scalar()) return property(list.text, list.mark);
  for (const Node& item : list.items) property(item.text, item.mark);
}

void Loader::property(std::string_view text, const Mark& mark) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    diagnostics_.error(mark, "'" + std::string(text) + "' is not of the form key=value");
    return;
  }
  const auto trim = [](std::string_view part) {
    const auto begin = std::min(part.find_first_not_of(' '), part.size());
    part.remove_prefix(begin);
    return std::string(part.substr(0, part.find_last_not_of(' ') + 1));
  };
  declared_.set(trim(text.substr(0, equals)), trim(text.substr(equals + 1)));
}

}  // namespace kamel
