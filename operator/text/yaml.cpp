#include "operator/text/yaml.h"

#include "dsl/yaml.h"

namespace kamel::cluster {
namespace json = boost::json;
namespace {

json::value to_json(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::Null: return nullptr;
    case Value::Kind::Bool: return value.as_bool();
    case Value::Kind::Int:
    case Value::Kind::Long: return value.as_whole();
    case Value::Kind::Double: return value.as_double();
    case Value::Kind::List: {
      json::array out;
      for (const Value& item : value.list()) out.push_back(to_json(item));
      return out;
    }
    case Value::Kind::Map: {
      json::object out;
      for (const auto& [key, item] : value.map()) out[key.view()] = to_json(item);
      return out;
    }
    default: break;
  }
  return value.is_bytes_like() ? json::value(value.slice().view()) : json::value(nullptr);
}

}  // namespace

Value to_value(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null: return {};
    case json::kind::bool_: return value.get_bool();
    case json::kind::int64: return Value::integer(value.get_int64());
    case json::kind::uint64: return Value::integer(static_cast<std::int64_t>(value.get_uint64()));
    case json::kind::double_: return value.get_double();
    case json::kind::string: return Value(std::string_view(value.get_string()));
    case json::kind::array: break;
    case json::kind::object: {
      Map map;
      for (const auto& [key, item] : value.get_object()) map.set(Slice(std::string_view(key)), to_value(item));
      return Value(std::move(map));
    }
  }
  List list;
  for (const json::value& item : value.get_array()) list.push_back(to_value(item));
  return Value(std::move(list));
}

json::value to_json(const Node& node) { return to_json(node.value()); }

Node to_node(const json::value& value, const Mark& mark) {
  Node node;
  node.mark = mark;
  if (const json::object* object = value.if_object()) {
    node.kind = Node::Kind::Map;
    for (const auto& [key, item] : *object) node.entries.push_back({std::string(key), mark, to_node(item, mark)});
  } else if (const json::array* array = value.if_array()) {
    node.kind = Node::Kind::List;
    for (const json::value& item : *array) node.items.push_back(to_node(item, mark));
  } else if (!value.is_null()) {
    node.kind = Node::Kind::Scalar;
    node.text = scalar_text(value);
    node.quoted = value.is_string();
  }
  return node;
}

std::string to_yaml(const json::value& value) { return yaml::write(to_value(value)); }

std::vector<json::object> read_objects(const SourcePtr& source, Diagnostics& diagnostics) {
  std::vector<json::object> out;
  for (const Node& document : yaml::parse(source, diagnostics)) {
    if (document.is_null()) continue;
    json::value value = to_json(document);
    if (value.is_object())
      out.push_back(std::move(value.get_object()));
    else
      diagnostics.error(document.mark, "this is no Kubernetes object", "each document must be a map with apiVersion, kind and metadata");
  }
  return out;
}

std::string to_yaml(const std::vector<json::object>& objects) {
  std::string out;
  for (const json::object& object : objects) out += (out.empty() ? "" : "---\n") + to_yaml(json::value(object));
  return out;
}

std::string scalar_text(const json::value& value) {
  if (value.is_string()) return std::string(std::string_view(value.get_string()));
  if (value.is_bool() || value.is_number()) return json::serialize(value);
  return {};
}

}  // namespace kamel::cluster
