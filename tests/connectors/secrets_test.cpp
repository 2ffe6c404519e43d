// What is planted as a secret in any option of any component is not seen in what kamel says.
#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

constexpr std::string_view kPlanted = "Pl4nted-S3cret";

bool has_text(const Field& field) { return field.type == FieldType::Text || field.type == FieldType::Reference || field.type == FieldType::Choice || field.type == FieldType::Int; }

/// The routes that use a component with one option that holds a secret.
std::vector<std::string> routes_with(const ComponentSpec& spec, const Field& field, std::string_view value) {
  std::string uri(spec.example.substr(0, spec.example.find('?')));
  const std::string endpoint = "{ uri: \"" + uri + "\", parameters: { " + std::string(field.name) + ": \"" + std::string(value) + "\" } }";
  std::vector<std::string> routes;
  if (spec.source != nullptr && field.scope != "producer") {
    routes.push_back("- from: " + endpoint.substr(0, endpoint.size() - 2) + ", steps: [ { to: 'mock:out' } ] }");
  }
  if (spec.producer != nullptr && field.scope != "consumer") routes.push_back("- from: { uri: 'direct:in', steps: [ { to: " + endpoint + " } ] }");
  return routes;
}

// What loading says about each of them: that an option is unknown, refused, no number …
TEST(Secrets, AreNotInWhatIsSaidAboutRoutes) {
  Running kamel("");
  std::size_t checked = 0;
  for (const ComponentSpec& spec : registry().components()) {
    for (const Field& field : spec.fields) {
      for (const std::string_view value : {"RAW({{planted}})", "{{planted}}"}) {
        if (value.starts_with("RAW") ? !has_text(field) : !field.secret) continue;
        for (const std::string& yaml : routes_with(spec, field, value)) {
          Properties properties;
          properties.set("planted", std::string(kPlanted));
          Diagnostics said;
          RouteSet set = load_routes({std::make_shared<const Source>("test.yaml", yaml)}, std::move(properties), said);
          kamel.runtime().check(std::move(set), said);
          EXPECT_EQ(said.text().find(kPlanted), std::string::npos) << yaml << "\n" << said.text();
          ++checked;
        }
      }
    }
  }
  EXPECT_GT(checked, 300U);
}

// What a running route says: in the log, in errors that routes see, in metrics and in the list of routes.
TEST(Secrets, AreNotInWhatRoutesSay) {
  Properties properties;
  properties.set("planted", std::string(kPlanted));
  Running routes(R"(
- route: { id: http, from: { uri: 'direct:http', steps: [ { to: { uri: 'http://127.0.0.1:1/x', parameters: { authUsername: me, authPassword: '{{planted}}', authMethod: Basic } } } ] } }
- route: { id: bearer, from: { uri: 'direct:bearer', steps: [ { to: { uri: 'http://127.0.0.1:1/x', parameters: { oauth2ClientId: me, oauth2ClientSecret: 'RAW({{planted}})', oauth2TokenEndpoint: 'http://127.0.0.1:1/token' } } } ] } }
- route: { id: raw, from: { uri: 'direct:raw', steps: [ { to: { uri: 'http://127.0.0.1:1/x', parameters: { key: 'RAW({{planted}})' } } } ] } }
- route: { id: exec, from: { uri: 'direct:exec', steps: [ { to: { uri: 'exec:false', parameters: { args: 'RAW(--password={{planted}})', exitValues: '0', commandLogLevel: INFO } } } ] } }
- route: { id: gone, from: { uri: 'direct:gone', steps: [ { to: { uri: 'exec:no-such-program', parameters: { args: 'RAW(--password={{planted}})' } } } ] } }
- route: { id: queue, from: { uri: 'seda:q?size=5', parameters: {}, steps: [ { to: 'mock:out' } ] } }
- route: { id: given, from: { uri: 'stub:q?saslJaasConfig={{planted}}', steps: [ { to: 'mock:out' } ] } }
- route: { id: given-raw, from: { uri: 'stub:r?anything=RAW({{planted}})', steps: [ { to: 'mock:out' } ] } }
- route: { id: nobody, from: { uri: 'direct:nobody', steps: [ { to: { uri: 'direct:missing', parameters: { block: false } } } ] } }
- route: { id: log, from: { uri: 'direct:log', steps: [ { setHeader: { name: password, constant: '{{planted}}' } }, { to: 'log:masked?showHeaders=true&logMask=true' } ] } }
)",
                 1, std::move(properties));
  ASSERT_EQ(routes.diagnostics.find("error"), std::string::npos) << routes.diagnostics;
  std::string said = routes.diagnostics;
  for (const char* name : {"http", "bearer", "raw", "exec", "gone", "nobody", "log"}) {
    const Back back = routes.send("direct:" + std::string(name), "a body");
    EXPECT_EQ(static_cast<bool>(back.error), std::string_view(name) != "log") << name;
    for (const Error* error = &back.error; *error; error = &error->cause()) said += error->text() + "\n";
    for (const char* property : {"CamelFailureEndpoint", "CamelExceptionCaught"}) {
      if (const auto found = back.properties.find(property); found != back.properties.end()) said += found->second + "\n";
    }
  }
  for (const std::string& line : routes.logs->all()) said += line + "\n";
  for (const RouteStatus& status : routes.runtime().status()) said += status.from_uri + "\n";
  said += routes.runtime().metrics();
  for (auto at = said.find(kPlanted); at != std::string::npos; at = said.find(kPlanted, at + 1)) {
    const auto line = said.rfind('\n', at) + 1;
    ADD_FAILURE() << said.substr(line, said.find('\n', at) - line);
  }
}

}  // namespace
}  // namespace kamel::testing
