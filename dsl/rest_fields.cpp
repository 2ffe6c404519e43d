// What `rest`, its operations and `restConfiguration` may say.
#include <array>

#include "dsl/rest.h"

namespace kamel {
namespace {

constexpr auto kVerbs = std::to_array<std::string_view>({"get", "post", "put", "patch", "delete", "head"});
constexpr auto kBindingModes = std::to_array<std::string_view>({"off", "auto", "json", "xml", "json_xml"});
constexpr auto kParamTypes = std::to_array<std::string_view>({"body", "formData", "header", "path", "query"});
constexpr auto kCollectionFormats = std::to_array<std::string_view>({"csv", "multi", "pipes", "ssv", "tsv"});
constexpr auto kMissing = std::to_array<std::string_view>({"fail", "ignore", "mock"});
constexpr auto kHostNames = std::to_array<std::string_view>({"allLocalIp", "localIp", "localHostName", "none"});
constexpr auto kApiComponents = std::to_array<std::string_view>({"openapi", "swagger"});

constexpr std::string_view kPojo = "there are no Java classes: bodies become maps and lists";
constexpr std::string_view kServer = "the server is the integration's own: camel.server.host and camel.server.port";

constexpr Field kPair[] = {
    {.name = "key", .summary = "the name"},
    {.name = "value", .summary = "the value"},
};
constexpr Field kValue[] = {{.name = "value", .summary = "the value", .required = true}};

constexpr Field kSecurity[] = {
    {.name = "key", .summary = "the security definition that is meant", .required = true},
    {.name = "scopes", .summary = "the scopes, separated by commas"},
};

constexpr Field kParam[] = {
    {.name = "name", .summary = "the parameter's name", .required = true},
    {.name = "type", .type = FieldType::Choice, .summary = "where it comes in", .fallback = "path", .choices = kParamTypes},
    {.name = "required", .type = FieldType::Bool, .summary = "whether it must be there", .fallback = "true"},
    {.name = "defaultValue", .summary = "the value of a query parameter or header that is not there"},
    {.name = "allowableValues", .type = FieldType::Any, .summary = "the values that are allowed"},
    {.name = "dataType", .summary = "its type, for the document", .fallback = "string"},
    {.name = "dataFormat", .summary = "its format, for the document"},
    {.name = "arrayType", .summary = "the type of an array's items, for the document", .fallback = "string"},
    {.name = "collectionFormat", .type = FieldType::Choice, .summary = "how an array is written, for the document", .choices = kCollectionFormats},
    {.name = "examples", .type = FieldType::Objects, .summary = "examples, for the document", .fields = kPair},
};

constexpr Field kResponseHeader[] = {
    {.name = "name", .summary = "the header's name", .required = true},
    {.name = "allowableValues", .type = FieldType::Any, .summary = "the values that are allowed"},
    {.name = "dataType", .summary = "its type", .fallback = "string"},
    {.name = "dataFormat", .summary = "its format"},
    {.name = "arrayType", .summary = "the type of an array's items", .fallback = "string"},
    {.name = "collectionFormat", .type = FieldType::Choice, .summary = "how an array is written", .choices = kCollectionFormats},
    {.name = "example", .summary = "an example"},
};

constexpr Field kResponse[] = {
    {.name = "code", .summary = "the status code", .fallback = "200"},
    {.name = "message", .summary = "what it means", .required = true},
    {.name = "contentType", .summary = "the content type that clientResponseValidation asks for"},
    {.name = "responseModel", .summary = "the Java class of the body", .ignored = kPojo},
    {.name = "header", .type = FieldType::Objects, .summary = "the headers of the answer", .fields = kResponseHeader},
    {.name = "examples", .type = FieldType::Objects, .summary = "examples, for the document", .fields = kPair},
};

// Of services and operations alike.
constexpr auto kBinding = std::to_array<Field>({
    {.name = "apiDocs", .type = FieldType::Bool, .summary = "whether the document lists it", .fallback = "true"},
    {.name = "bindingMode", .type = FieldType::Choice, .summary = "what bodies are taken for", .fallback = "off", .choices = kBindingModes},
    {.name = "clientRequestValidation", .type = FieldType::Bool, .summary = "answer requests that lack something by 400, 406 or 415"},
    {.name = "clientResponseValidation", .type = FieldType::Bool, .summary = "answer 500 where the route's answer breaks what is declared"},
    {.name = "consumes", .summary = "the content types that are taken, separated by commas; others get 415"},
    {.name = "produces", .summary = "the content types that are given; who accepts none of them gets 406"},
    {.name = "enableCORS", .type = FieldType::Bool, .summary = "add CORS headers to answers"},
    {.name = "enableNoContentResponse", .type = FieldType::Bool, .summary = "answer 204 instead of an empty JSON object or list"},
    {.name = "skipBindingOnErrorCode", .type = FieldType::Bool, .summary = "leave the body of answers with a status of 300 and more as it is"},
});

template <std::size_t N, std::size_t M>
constexpr std::array<Field, N + M> with_binding(const Field (&own)[N], const std::array<Field, M>& binding) {
  std::array<Field, N + M> out{};
  std::size_t at = 0;
  for (const Field& field : own) out[at++] = field;
  for (const Field& field : binding) out[at++] = field;
  return out;
}

constexpr Field kOwnVerb[] = {
    {.name = "path", .summary = "the path below the service's, with {parameters}"},
    {.name = "to", .type = FieldType::Any, .summary = "the endpoint that answers"},
    {.name = "routeId", .summary = "the id of the route"},
    {.name = "param", .type = FieldType::Objects, .summary = "its parameters", .fields = kParam},
    {.name = "responseMessage", .type = FieldType::Objects, .summary = "its answers", .fields = kResponse},
    {.name = "security", .type = FieldType::Objects, .summary = "what a client needs, for the document", .fields = kSecurity},
    {.name = "deprecated", .type = FieldType::Bool, .summary = "whether it should not be used any more", .fallback = "false"},
    {.name = "type", .summary = "the Java class of the body that comes in"},
    {.name = "outType", .summary = "the Java class of the body that goes out"},
    {.name = "streamCache", .type = FieldType::Bool, .ignored = "every body can be read again"},
};
constexpr auto kVerb = with_binding(kOwnVerb, kBinding);

constexpr Field kKey[] = {
    {.name = "key", .summary = "the name that requirements refer to", .required = true},
};
constexpr Field kApiKey[] = {
    {.name = "key", .summary = "the name that requirements refer to", .required = true},
    {.name = "name", .summary = "of the header, parameter or cookie", .required = true},
    {.name = "inHeader", .type = FieldType::Bool, .summary = "it is a header", .fallback = "false"},
    {.name = "inQuery", .type = FieldType::Bool, .summary = "it is a query parameter", .fallback = "false"},
    {.name = "inCookie", .type = FieldType::Bool, .summary = "it is a cookie", .fallback = "false"},
};
constexpr Field kBearer[] = {
    {.name = "key", .summary = "the name that requirements refer to", .required = true},
    {.name = "format", .summary = "a hint on the token's format"},
};
constexpr Field kOauth2[] = {
    {.name = "key", .summary = "the name that requirements refer to", .required = true},
    {.name = "flow", .summary = "implicit, password, application, clientCredentials, accessCode or authorizationCode"},
    {.name = "authorizationUrl", .summary = "where a user allows it"},
    {.name = "tokenUrl", .summary = "where a token comes from"},
    {.name = "refreshUrl", .summary = "where a token is renewed"},
    {.name = "scopes", .type = FieldType::Objects, .summary = "the scopes, as key and value", .fields = kPair},
};
constexpr Field kOpenId[] = {
    {.name = "key", .summary = "the name that requirements refer to", .required = true},
    {.name = "url", .summary = "where the configuration is found", .required = true},
};
constexpr Field kSecurities[] = {
    {.name = "apiKey", .type = FieldType::Object, .summary = "a key in a header, query or cookie", .fields = kApiKey},
    {.name = "basicAuth", .type = FieldType::Object, .summary = "user and password", .fields = kKey},
    {.name = "bearerToken", .type = FieldType::Object, .summary = "a bearer token", .fields = kBearer},
    {.name = "mutualTLS", .type = FieldType::Object, .summary = "a client's certificate", .fields = kKey},
    {.name = "oauth2", .type = FieldType::Object, .summary = "OAuth 2", .fields = kOauth2},
    {.name = "openIdConnect", .type = FieldType::Object, .summary = "OpenID Connect", .fields = kOpenId},
};

constexpr Field kOpenApi[] = {
    {.name = "specification", .summary = "the file that holds the OpenAPI document", .required = true},
    {.name = "missingOperation", .type = FieldType::Choice, .summary = "what is done about operations without a route", .choices = kMissing},
    {.name = "mockIncludePattern", .summary = "the files that answers to operations without a route come from"},
    {.name = "apiContextPath", .summary = "the path that serves the document itself"},
    {.name = "routeId", .summary = "the id of the route"},
};

constexpr Field kOwnRest[] = {
    {.name = "path", .summary = "the path that the service's operations stand below"},
    {.name = "get", .type = FieldType::Objects, .summary = "what GET serves", .fields = kVerb},
    {.name = "post", .type = FieldType::Objects, .summary = "what POST serves", .fields = kVerb},
    {.name = "put", .type = FieldType::Objects, .summary = "what PUT serves", .fields = kVerb},
    {.name = "patch", .type = FieldType::Objects, .summary = "what PATCH serves", .fields = kVerb},
    {.name = "delete", .type = FieldType::Objects, .summary = "what DELETE serves", .fields = kVerb},
    {.name = "head", .type = FieldType::Objects, .summary = "what HEAD serves", .fields = kVerb},
    {.name = "openApi", .type = FieldType::Object, .summary = "serve what an OpenAPI document describes", .fields = kOpenApi},
    {.name = "securityDefinitions", .type = FieldType::Object, .summary = "ways to prove who asks, for the document", .fields = kSecurities},
    {.name = "securityRequirements", .type = FieldType::Objects, .summary = "what a client needs, for the document", .fields = kSecurity},
    {.name = "tag", .summary = "the tags of the operations, for the document, separated by commas"},
};
constexpr auto kRest = with_binding(kOwnRest, kBinding);

constexpr Field kConfiguration[] = {
    {.name = "component", .summary = "the component that serves: platform-http", .fallback = "platform-http"},
    {.name = "apiComponent", .type = FieldType::Choice, .summary = "what makes the document", .choices = kApiComponents},
    {.name = "apiContextPath", .summary = "the path that serves the OpenAPI document"},
    {.name = "apiContextRouteId", .summary = "the id of the route that serves the document"},
    {.name = "apiHost", .summary = "the host that the document names"},
    {.name = "apiProperty", .type = FieldType::Objects, .summary = "the document's title, version, …: api.title, api.version", .fields = kPair},
    {.name = "apiVendorExtension", .type = FieldType::Bool, .summary = "whether the document has x- extensions", .fallback = "false"},
    {.name = "bindingMode", .type = FieldType::Choice, .summary = "what bodies are taken for", .fallback = "off", .choices = kBindingModes},
    {.name = "bindingPackageScan", .summary = "where Java classes are looked for", .ignored = kPojo},
    {.name = "clientRequestValidation", .type = FieldType::Bool, .summary = "answer requests that lack something by 400, 406 or 415", .fallback = "false"},
    {.name = "clientResponseValidation", .type = FieldType::Bool, .summary = "answer 500 where a route's answer breaks what is declared", .fallback = "false"},
    {.name = "componentProperty", .type = FieldType::Objects, .summary = "options of the serving component", .fields = kPair, .ignored = kServer},
    {.name = "consumerProperty", .type = FieldType::Objects, .summary = "options of the consumers", .fields = kPair, .ignored = "use endpointProperty"},
    {.name = "contextPath", .summary = "the path that all services stand below"},
    {.name = "corsHeaders", .type = FieldType::Objects, .summary = "CORS headers other than the default ones", .fields = kPair},
    {.name = "dataFormatProperty", .type = FieldType::Objects, .summary = "options of the JSON format: prettyPrint, json.in.…, json.out.…", .fields = kPair},
    {.name = "enableCORS", .type = FieldType::Bool, .summary = "add CORS headers to answers, and answer OPTIONS", .fallback = "false"},
    {.name = "enableNoContentResponse", .type = FieldType::Bool, .summary = "answer 204 instead of an empty JSON object or list", .fallback = "false"},
    {.name = "endpointProperty", .type = FieldType::Objects, .summary = "options of the endpoints that serve", .fields = kPair},
    {.name = "host", .summary = "the host that the document names, and that rest: calls"},
    {.name = "hostNameResolver", .type = FieldType::Choice, .summary = "how the document names this host", .fallback = "allLocalIp", .choices = kHostNames},
    {.name = "inlineRoutes", .type = FieldType::Bool, .summary = "a direct: route that an operation names serves it itself", .fallback = "true"},
    {.name = "jsonDataFormat", .summary = "the JSON format", .ignored = "there is one JSON format"},
    {.name = "port", .summary = "the port that the document names"},
    {.name = "producerApiDoc", .summary = "the document that rest: calls are checked by", .refused = "use rest-openapi:FILE#operationId"},
    {.name = "producerComponent", .summary = "the component that calls: http", .fallback = "http"},
    {.name = "scheme", .summary = "the scheme that services are reached by"},
    {.name = "skipBindingOnErrorCode", .type = FieldType::Bool, .summary = "leave the body of answers with a status of 300 and more as it is", .fallback = "true"},
    {.name = "useXForwardHeaders", .type = FieldType::Bool, .summary = "let X-Forwarded headers say which host the document names", .fallback = "false"},
    {.name = "validationLevels", .type = FieldType::Objects, .summary = "levels of another validator", .fields = kPair, .ignored = "the validator is Camel's default one"},
    {.name = "xmlDataFormat", .summary = "the XML format", .ignored = kPojo},
};

}  // namespace

std::span<const std::string_view> rest_verbs() noexcept { return kVerbs; }
std::span<const Field> rest_fields() noexcept { return kRest; }
std::span<const Field> rest_verb_fields() noexcept { return kVerb; }
std::span<const Field> rest_configuration_fields() noexcept { return kConfiguration; }

}  // namespace kamel
