#include "operator/admin/wire.h"

#include "operator/kube/object.h"

namespace kamel::cluster {
namespace json = boost::json;
using kube::Object;
namespace {

Object object(const Version& version) {
  return {{"uid", version.uid}, {"generation", version.generation}, {"revision", version.revision}, {"digest", version.digest}};
}

Version version(const Object& from) {
  return {kube::text_at(from, {"uid"}), kube::whole_at(from, {"generation"}), kube::whole_at(from, {"revision"}), kube::text_at(from, {"digest"})};
}

json::array texts(const std::vector<NamedText>& list) {
  json::array out;
  for (const NamedText& one : list) out.push_back(Object{{"name", one.name}, {"text", one.text}});
  return out;
}

bool read_texts(const json::array& from, std::vector<NamedText>& out) {
  for (const json::value& one : from) {
    if (!one.is_object()) return false;
    out.push_back({kube::text_at(one.get_object(), {"name"}), kube::text_at(one.get_object(), {"text"})});
    if (out.back().name.empty()) return false;
  }
  return true;
}

Error wrong(std::string message) { return Error("java.lang.IllegalArgumentException", std::move(message)); }

Result<Object> parse(std::string_view text) {
  json::error_code error;
  json::value parsed = json::parse(text, error);
  if (error) return wrong("this is no JSON: " + error.message());
  if (!parsed.is_object()) return wrong("this is no JSON object");
  return std::move(parsed.get_object());
}

}  // namespace

std::string write(const Push& push) {
  Object properties;
  for (const auto& [key, value] : push.properties) properties[key] = value;
  Object out = object(push.version);
  out["sources"] = texts(push.sources);
  out["kamelets"] = texts(push.kamelets);
  out["properties"] = std::move(properties);
  return json::serialize(out);
}

Result<Push> read_push(std::string_view text) {
  const Result<Object> body = parse(text);
  if (!body) return body.error();
  Push push;
  push.version = version(*body);
  if (push.version.digest.empty() || body->if_contains("generation") == nullptr || body->if_contains("revision") == nullptr)
    return wrong("generation, revision and digest are required");
  if (!read_texts(kube::list_at(*body, {"sources"}), push.sources) || !read_texts(kube::list_at(*body, {"kamelets"}), push.kamelets))
    return wrong("sources and kamelets are lists of {name, text}");
  for (const auto& [key, value] : kube::object_at(*body, {"properties"})) {
    if (!value.is_string()) return wrong("property '" + std::string(key) + "' is no text");
    push.properties.emplace(key, value.get_string().c_str());
  }
  return push;
}

std::string Finding::text() const {
  std::string out = file;
  if (line != 0) out += ":" + std::to_string(line) + ":" + std::to_string(column);
  out += (out.empty() ? "" : ": ") + std::string(error ? "error: " : "warning: ") + message;
  return hint.empty() ? out : out + "; " + hint;
}

std::vector<Finding> findings(const Diagnostics& diagnostics) {
  std::vector<Finding> out;
  for (const Diagnostic& one : diagnostics.list()) {
    out.push_back({one.severity == Severity::Error, one.mark.source ? one.mark.source->name : "", one.mark.line, one.mark.column, one.message, one.hint});
  }
  return out;
}

std::string write(const Receipt& receipt) {
  json::array list;
  for (const Finding& one : receipt.diagnostics) {
    list.push_back(Object{{"severity", one.error ? "error" : "warning"},
                          {"file", one.file},
                          {"line", one.line},
                          {"column", one.column},
                          {"message", one.message},
                          {"hint", one.hint}});
  }
  Object out = object(receipt.running);
  out["milliseconds"] = receipt.milliseconds;
  out["change"] = receipt.change;
  if (!receipt.problem.empty()) out["problem"] = receipt.problem;
  out["routes"] = receipt.routes;
  out["diagnostics"] = std::move(list);
  return json::serialize(out) + "\n";
}

Result<Receipt> read_receipt(std::string_view text) {
  const Result<Object> body = parse(text);
  if (!body) return body.error();
  Receipt receipt;
  receipt.running = version(*body);
  if (const json::value* took = body->if_contains("milliseconds"); took != nullptr && took->is_number()) receipt.milliseconds = took->to_number<double>();
  receipt.change = kube::text_at(*body, {"change"});
  receipt.problem = kube::text_at(*body, {"problem"});
  receipt.routes = kube::whole_at(*body, {"routes"});
  for (const json::value& one : kube::list_at(*body, {"diagnostics"})) {
    if (!one.is_object()) continue;
    const Object& from = one.get_object();
    receipt.diagnostics.push_back({kube::text_at(from, {"severity"}) != "warning", kube::text_at(from, {"file"}),
                                   static_cast<std::uint32_t>(kube::whole_at(from, {"line"})),
                                   static_cast<std::uint32_t>(kube::whole_at(from, {"column"})), kube::text_at(from, {"message"}),
                                   kube::text_at(from, {"hint"})});
  }
  return receipt;
}

}  // namespace kamel::cluster
