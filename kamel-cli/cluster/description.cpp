#include "kamel-cli/cluster/description.h"

#include "kamel-cli/output/table.h"
#include "operator/text/yaml.h"

namespace kamel::cli {
namespace {

namespace json = boost::json;

void line(std::string& out, std::string_view name, const std::string& value) {
  if (!value.empty()) out.append(name).append(":").append(std::string(name.size() < 20 ? 20 - name.size() : 1, ' ')).append(value).append("\n");
}

void heading(std::string& out, const kube::Object& object) {
  line(out, "Name", kube::text_at(object, {"metadata", "name"}));
  line(out, "Namespace", kube::text_at(object, {"metadata", "namespace"}));
  line(out, "Creation Timestamp", kube::text_at(object, {"metadata", "creationTimestamp"}));
  for (const auto& [key, value] : kube::object_at(object, {"metadata", "labels"})) line(out, "Label", std::string(key) + "=" + cluster::scalar_text(value));
}

void conditions(std::string& out, const kube::Object& object) {
  Table table({"TYPE", "STATUS", "REASON", "MESSAGE"});
  for (const json::value& item : kube::list_at(object, {"status", "conditions"})) {
    if (!item.is_object()) continue;
    const kube::Object& one = item.get_object();
    table.add({kube::text_at(one, {"type"}), kube::text_at(one, {"status"}), kube::text_at(one, {"reason"}), kube::text_at(one, {"message"})});
  }
  if (!table.empty()) out += "Conditions:\n" + table.text("  ");
}

void section(std::string& out, std::string_view name, const json::value* value) {
  if (value == nullptr || (value->is_object() && value->get_object().empty())) return;
  out.append(name).append(":\n");
  const std::string text = cluster::to_yaml(*value);
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    out.append("  ").append(text, at, end - at).append("\n");
    at = end + 1;
  }
}

void sources(std::string& out, const kube::Object& integration) {
  Table table({"NAME", "LANGUAGE", "COMPRESSION", "REF"});
  if (!kube::list_at(integration, {"spec", "flows"}).empty()) table.add({"camel-k-embedded-flow.yaml", "yaml", "false", ""});
  for (const json::value& item : kube::list_at(integration, {"spec", "sources"})) {
    if (!item.is_object()) continue;
    const kube::Object& one = item.get_object();
    table.add({kube::text_at(one, {"name"}), kube::text_at(one, {"language"}, "yaml"), kube::true_at(one, {"compression"}) ? "true" : "false", kube::text_at(one, {"contentRef"})});
  }
  if (!table.empty()) out += "Sources:\n" + table.text("  ");
}

}  // namespace

std::string integration_description(const kube::Object& integration, bool with_sources) {
  std::string out;
  heading(out, integration);
  line(out, "Phase", kube::text_at(integration, {"status", "phase"}));
  line(out, "Runtime Version", kube::text_at(integration, {"status", "runtimeVersion"}));
  line(out, "Image", kube::text_at(integration, {"status", "image"}));
  line(out, "Version", kube::text_at(integration, {"status", "version"}));
  line(out, "Digest", kube::text_at(integration, {"status", "digest"}));
  line(out, "Replicas", std::to_string(kube::whole_at(integration, {"status", "replicas"})));
  section(out, "Configuration", kube::find(integration, {"spec", "configuration"}));
  section(out, "Dependencies", kube::find(integration, {"spec", "dependencies"}));
  sources(out, integration);
  if (with_sources) section(out, "Flows", kube::find(integration, {"spec", "flows"}));
  if (with_sources) section(out, "Source Content", kube::find(integration, {"spec", "sources"}));
  conditions(out, integration);
  section(out, "Traits", kube::find(integration, {"status", "traits"}));
  return out;
}

std::string kamelet_description(const kube::Object& kamelet) {
  std::string out;
  heading(out, kamelet);
  line(out, "Phase", kube::text_at(kamelet, {"status", "phase"}, "Ready"));
  line(out, "Title", kube::text_at(kamelet, {"spec", "definition", "title"}));
  line(out, "Description", kube::text_at(kamelet, {"spec", "definition", "description"}));
  section(out, "Properties", kube::find(kamelet, {"spec", "definition", "properties"}));
  section(out, "Template", kube::find(kamelet, {"spec", "template"}));
  conditions(out, kamelet);
  return out;
}

}  // namespace kamel::cli
