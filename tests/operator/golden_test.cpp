// Golden cases: tests/operator/golden/<case>/integration.yaml becomes expected.yaml, object by object.
// UPDATE_GOLDEN=1 writes what is made; read the difference before you keep it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "operator/integration/desired.h"
#include "operator/kube/object.h"
#include "operator/text/yaml.h"

namespace kamel::cluster {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

fs::path folder() { return fs::path(KAMEL_SOURCE_DIR) / "tests/operator/golden"; }

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<json::object> objects(const fs::path& path) {
  Diagnostics diagnostics;
  auto out = read_objects(std::make_shared<const Source>(Source{path.filename().string(), read(path)}), diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << diagnostics.text();
  return out;
}

// A document of kind Facts says what the cluster is like.
void take_facts(const json::object& document, Facts& facts, Declared& declared) {
  facts.knative_serving = kube::true_at(document, {"knativeServing"});
  facts.knative_eventing = kube::true_at(document, {"knativeEventing"});
  facts.keda = kube::true_at(document, {"keda"});
  facts.prometheus = kube::true_at(document, {"prometheus"});
  facts.gateway = kube::true_at(document, {"gateway"});
  facts.openshift = kube::true_at(document, {"openshift"});
  facts.admin_secret = kube::text_at(document, {"adminSecret"});
  for (const auto& [key, value] : kube::object_at(document, {"addresses"})) declared.addresses[key] = scalar_text(value);
}

struct Case {
  Declared declared;
  Facts facts;
};

Case load(const fs::path& path) {
  Case out;
  out.facts.image = "kamel:1";
  out.facts.version = "1.0";
  for (json::object& document : objects(path / "integration.yaml")) {
    const std::string kind = kube::text_at(document, {"kind"}), name = kube::text_at(document, {"metadata", "name"});
    if (kind == "Integration") out.declared.integration = std::move(document);
    else if (kind == "IntegrationProfile") out.declared.profile = std::move(document);
    else if (kind == "ConfigMap") out.declared.config_maps[name] = std::move(document);
    else if (kind == "Secret") out.declared.secrets[name] = std::move(document);
    else if (kind == "Kamelet") out.declared.kamelets[name] = std::move(document);
    else if (kind == "Facts") take_facts(document, out.facts, out.declared);
    else ADD_FAILURE() << "what is a " << kind << "?";
  }
  return out;
}

// What a case shows: the objects (the ConfigMap's digest as a word, since its number says nothing to a reader), then notes and errors.
std::string shown(const Desired& desired) {
  std::vector<json::object> all;
  for (json::object object : desired.objects) {
    if (kube::annotation(object, kDigestAnnotation) != "") object["metadata"].get_object()["annotations"].get_object()[kDigestAnnotation] = "DIGEST";
    all.push_back(std::move(object));
  }
  json::object told;
  json::array conditions;
  for (const json::value& condition : kube::list_at(desired.status, {"conditions"})) {
    conditions.push_back(json::value(scalar_text(condition.at("type")) + "=" + scalar_text(condition.at("status")) + " " + scalar_text(condition.at("reason")) + ": " +
                                     scalar_text(condition.at("message"))));
  }
  if (!conditions.empty()) told["conditions"] = std::move(conditions);
  if (!desired.program.secrets.empty()) {
    json::object secrets;
    for (const auto& [key, value] : desired.program.secrets) secrets[key] = value;
    told["secrets"] = std::move(secrets);
  }
  if (!desired.diagnostics.empty()) told["diagnostics"] = desired.diagnostics.text();
  if (!told.empty()) all.push_back(std::move(told));
  return to_yaml(all);
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, BecomesWhatIsExpected) {
  const fs::path path = folder() / GetParam();
  const Case given = load(path);
  const std::string made = shown(desired(given.declared, given.facts));
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path / "expected.yaml") << made;
  EXPECT_EQ(made, read(path / "expected.yaml"));
}

std::vector<std::string> cases() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(folder())) {
    if (entry.is_directory()) out.push_back(entry.path().filename().string());
  }
  std::ranges::sort(out);
  return out;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string out = info.param;
  std::ranges::replace(out, '-', '_');
  return out;
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, testing::ValuesIn(cases()), test_name);

}  // namespace
}  // namespace kamel::cluster
