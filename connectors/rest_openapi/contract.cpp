#include "connectors/rest_openapi/contract.h"

#include <algorithm>
#include <array>
#include <set>

#include "connectors/resources/resource.h"
#include "dsl/json.h"
#include "dsl/uri.h"
#include "dsl/yaml.h"
#include "engine/convert.h"

namespace kamel::openapi {
namespace {

constexpr auto kMethods = std::to_array<std::string_view>({"get", "put", "post", "delete", "options", "head", "patch", "trace"});

Error unusable(std::string why) { return Error("java.lang.IllegalArgumentException", std::move(why)); }

const Value* member(const Value* value, std::string_view key) { return value != nullptr && value->is_map() ? value->map().find(key) : nullptr; }
std::string text_of(const Value* value) { return value == nullptr || value->is_null() ? "" : to_text(*value).str(); }
bool is_true(const Value* value) { return value != nullptr && value->is_bool() && value->as_bool(); }

/// Follows {"$ref": "#/components/parameters/x"}.
class Reader {
 public:
  explicit Reader(const Value& root) : root_(root) {}

  const Value* followed(const Value* value) const {
    constexpr int kHops = 20;
    for (int hop = 0; hop < kHops; ++hop) {
      const Value* reference = member(value, "$ref");
      if (reference == nullptr || !reference->is_text()) return value;
      value = at(reference->slice().view());
    }
    return nullptr;
  }

  Operation operation(std::string_view method, const std::string& path, const Value& shared, const Value& node) const {
    Operation out;
    out.method = method;
    std::ranges::transform(out.method, out.method.begin(), [](char c) { return static_cast<char>(c - 32); });
    out.path = path;
    out.id = text_of(member(&node, "operationId"));
    if (out.id.empty()) out.id = made_id(out);
    parameters(member(&shared, "parameters"), out);
    parameters(member(&node, "parameters"), out);
    const Value* body = followed(member(&node, "requestBody"));
    out.body_required = is_true(member(body, "required"));
    if (const auto types = content_types({member(body, "content")}); body != nullptr && member(body, "content") != nullptr) out.consumes = types;
    responses(member(&node, "responses"), out);
    return out;
  }

 private:
  const Value* at(std::string_view reference) const {
    if (!reference.starts_with("#/")) return nullptr;
    const Value* value = &root_;
    for (std::string_view rest = reference.substr(2); value != nullptr;) {
      const std::size_t slash = rest.find('/');
      value = member(value, rest.substr(0, slash));
      if (slash == rest.npos) return value;
      rest.remove_prefix(slash + 1);
    }
    return nullptr;
  }

  static std::string made_id(const Operation& operation) {
    std::string path = operation.path;
    for (char& c : path) c = c == '/' ? '.' : c == '{' || c == '}' ? '_' : c;
    return "GENOPID_" + operation.method + path;
  }

  static std::string content_types(const std::vector<const Value*>& contents) {
    std::set<std::string> types;
    for (const Value* content : contents) {
      if (content == nullptr || !content->is_map()) continue;
      for (const auto& [type, media] : content->map()) types.insert(type.str());
    }
    std::string out;
    for (const std::string& type : types) out += (out.empty() ? "" : ",") + type;
    return out;
  }

  void parameters(const Value* list, Operation& out) const {
    if (list == nullptr || !list->is_list()) return;
    for (const Value& item : list->list()) {
      const Value* parameter = followed(&item);
      const std::string name = text_of(member(parameter, "name")), place = text_of(member(parameter, "in"));
      if (is_true(member(parameter, "required"))) {
        if (place == "query") out.required_queries.push_back(name);
        if (place == "header") out.required_headers.push_back(name);
      }
      const Value* fallback = member(followed(member(parameter, "schema")), "default");
      if (place == "query" && fallback != nullptr) out.defaults.emplace_back(name, text_of(fallback));
    }
  }

  void responses(const Value* map, Operation& out) const {
    if (map == nullptr || !map->is_map()) return;
    std::vector<const Value*> contents;
    for (const auto& [code, node] : map->map()) {
      const Value* content = member(followed(&node), "content");
      contents.push_back(content);
      if (code.view() != "200") continue;
      out.has_ok = true;
      if (content == nullptr || !content->is_map()) continue;
      for (const auto& [type, media] : content->map()) out.examples.push_back({type.str(), example(media)});
    }
    if (const std::string types = content_types(contents); !types.empty()) out.produces = types;
  }

  std::string example(const Value& media) const {
    const Value* found = member(&media, "example");
    const Value* named = member(&media, "examples");
    if (found == nullptr && named != nullptr && named->is_map() && !named->map().empty()) found = member(followed(&named->map().begin()->value), "value");
    if (found == nullptr || found->is_null()) return "";
    return found->is_map() || found->is_list() ? json::write(*found).str() : to_text(*found).str();
  }

  const Value& root_;
};

// "https://host/api/{version}" with its variables' defaults filled in.
void read_server(const Value& root, Contract& out) {
  const Value* servers = member(&root, "servers");
  if (servers == nullptr || !servers->is_list() || servers->list().empty()) return;
  const Value& first = servers->list()[0];
  std::string url = text_of(member(&first, "url"));
  for (std::size_t open = url.find('{'); open != std::string::npos; open = url.find('{', open)) {
    const std::size_t close = url.find('}', open);
    if (close == std::string::npos) break;
    const std::string fallback = text_of(member(member(member(&first, "variables"), url.substr(open + 1, close - open - 1)), "default"));
    url.replace(open, close - open + 1, fallback);
  }
  const std::size_t scheme = url.find("://");
  const std::size_t path = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  if (scheme != std::string::npos) out.server = url.substr(0, path);
  out.base_path = path == std::string::npos ? "" : url.substr(path);
  while (out.base_path.ends_with('/')) out.base_path.pop_back();
}

Result<Value> tree_of(const std::string& uri, const Slice& text) {
  if (uri.ends_with(".yaml") || uri.ends_with(".yml")) {
    Diagnostics problems;
    const auto documents = yaml::parse(std::make_shared<const Source>(uri, text.str()), problems);
    if (problems.has_errors() || documents.empty()) return unusable("The given OpenApi specification is no YAML: " + problems.text());
    return documents[0].value();
  }
  return json::parse(text);
}

std::string_view trimmed(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

}  // namespace

Result<Contract> read_contract(const std::string& uri) {
  Contract out;
  auto text = resources::read(uri);
  if (!text) return unusable("The given OpenApi specification cannot be loaded from: " + uri);
  out.text = *text;
  const auto root = tree_of(uri, out.text);
  if (!root) return unusable("The given OpenApi specification cannot be read from: " + uri + ": " + std::string(root.error().message()));
  if (!text_of(member(&*root, "openapi")).starts_with("3.")) return unusable("The given OpenApi specification from " + uri + " is not of version 3");
  const Value* paths = member(&*root, "paths");
  if (paths == nullptr || !paths->is_map()) return unusable("The given OpenApi specification from " + uri + " has no paths");
  read_server(*root, out);
  const Reader reader(*root);
  for (const auto& [path, given] : paths->map()) {
    const Value* item = reader.followed(&given);
    for (const std::string_view method : kMethods) {
      if (const Value* node = member(item, method)) out.operations.push_back(reader.operation(method, path.str(), *item, *node));
    }
  }
  return out;
}

std::optional<Parameters> match_path(std::string_view pattern, std::string_view path) {
  pattern = trimmed(pattern);
  path = trimmed(path);
  Parameters out;
  for (;;) {
    const std::size_t end = pattern.find('/'), other = path.find('/');
    const std::string_view wanted = pattern.substr(0, end), given = path.substr(0, other);
    if (wanted.starts_with('{') && wanted.ends_with('}')) {
      if (given.empty()) return std::nullopt;
      out.emplace_back(std::string(wanted.substr(1, wanted.size() - 2)), percent_decode(given));
    } else if (wanted != given) {
      return std::nullopt;
    }
    if ((end == pattern.npos) != (other == path.npos)) return std::nullopt;
    if (end == pattern.npos) return out;
    pattern.remove_prefix(end + 1);
    path.remove_prefix(other + 1);
  }
}

const Operation* find_operation(const Contract& contract, std::string_view method, std::string_view path, std::vector<std::string>& allowed) {
  const Operation* best = nullptr;
  std::size_t fewest = 0;
  for (const Operation& operation : contract.operations) {
    const auto parameters = match_path(operation.path, path);
    if (!parameters) continue;
    allowed.push_back(operation.method);
    if (operation.method != method && method != "OPTIONS") continue;
    if (best == nullptr || parameters->size() < fewest) {
      best = &operation;
      fewest = parameters->size();
    }
  }
  return best;
}

}  // namespace kamel::openapi
