#include "connectors/http/client_options.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "connectors/http/text.h"

namespace kamel::http {
namespace {

constexpr std::string_view kJava = "it names a Java object";
constexpr std::string_view kTlsFiles = "it names a Java object; write sslCaFile, sslCertificateFile and sslKeyFile instead";
constexpr std::string_view kCookieJar = "it names a Java object; cookies are kept for each endpoint anyway";
constexpr auto kMethods = std::to_array<std::string_view>({"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PATCH"});
constexpr auto kSchemes = std::to_array<std::string_view>({"http", "https"});

constexpr auto kFields = std::to_array<Field>({
    // What is sent.
    {.name = "httpMethod",
     .type = FieldType::Choice,
     .summary = "the method; else CamelHttpMethod, else GET for an empty body or a query, POST otherwise",
     .choices = kMethods},
    {.name = "bridgeEndpoint",
     .type = FieldType::Bool,
     .summary = "ignore CamelHttpUri: send to this endpoint what came in at another one",
     .fallback = "false"},
    {.name = "connectionClose", .type = FieldType::Bool, .summary = "close the connection after each request", .fallback = "false"},
    {.name = "copyHeaders",
     .type = FieldType::Bool,
     .summary = "keep the message's headers beside those of the answer",
     .fallback = "true"},
    {.name = "customHostHeader", .summary = "the Host header"},
    {.name = "preserveHostHeader", .type = FieldType::Bool, .summary = "take the Host header from the message", .fallback = "false"},
    {.name = "deleteWithBody", .type = FieldType::Bool, .summary = "DELETE sends the body", .fallback = "false"},
    {.name = "getWithBody", .type = FieldType::Bool, .summary = "GET sends the body", .fallback = "false"},
    {.name = "multipartUpload", .type = FieldType::Bool, .summary = "send the body as multipart/form-data", .fallback = "false"},
    {.name = "multipartUploadName", .summary = "the name of that part", .fallback = "data"},
    {.name = "skipControlHeaders",
     .type = FieldType::Bool,
     .summary = "ignore CamelHttpMethod, CamelHttpUri, CamelHttpPath and CamelHttpQuery",
     .fallback = "false"},
    {.name = "skipRequestHeaders", .type = FieldType::Bool, .summary = "send none of the message's headers", .fallback = "false"},
    {.name = "userAgent", .summary = "the User-Agent header"},
    // What comes back.
    {.name = "followRedirects", .type = FieldType::Bool, .summary = "follow redirections, at most 50", .fallback = "false"},
    {.name = "ignoreResponseBody", .type = FieldType::Bool, .summary = "throw the answer's body away", .fallback = "false"},
    {.name = "okStatusCodeRange", .summary = "the status codes that are no failure, for example 200-204,404", .fallback = "200-299"},
    {.name = "skipResponseHeaders", .type = FieldType::Bool, .summary = "take none of the answer's headers", .fallback = "false"},
    {.name = "throwExceptionOnFailure",
     .type = FieldType::Bool,
     .summary = "fail with HttpOperationFailedException on other status codes",
     .fallback = "true"},
    {.name = "disableStreamCache",
     .type = FieldType::Bool,
     .summary = "do not cache the answer's stream",
     .fallback = "false",
     .ignored = "the answer is read whole, and can be read again"},
    // Connections.
    {.name = "connectTimeout", .type = FieldType::Duration, .summary = "the time to connect in", .fallback = "180000"},
    {.name = "responseTimeout",
     .type = FieldType::Duration,
     .summary = "the time in which the whole answer must be there; 0: any",
     .fallback = "0"},
    {.name = "soTimeout", .type = FieldType::Duration, .summary = "as responseTimeout, which wins", .fallback = "0"},
    {.name = "connectionRequestTimeout",
     .type = FieldType::Duration,
     .summary = "the time to wait for a free connection in",
     .fallback = "180000",
     .ignored = "requests wait for a connection as long as responseTimeout allows"},
    {.name = "connectionsPerRoute", .type = FieldType::Int, .summary = "connections to one host, for each worker", .fallback = "20"},
    {.name = "maxTotalConnections", .type = FieldType::Int, .summary = "connections to all hosts, for each worker", .fallback = "200"},
    {.name = "useSystemProperties",
     .type = FieldType::Bool,
     .summary = "take the proxy from http_proxy, https_proxy and no_proxy",
     .fallback = "false"},
    {.name = "clearExpiredCookies",
     .type = FieldType::Bool,
     .summary = "forget expired cookies",
     .fallback = "true",
     .ignored = "expired cookies are always forgotten"},
    // Who we are.
    {.name = "authMethod", .summary = "Basic, Bearer or NTLM; several are separated by commas"},
    {.name = "authUsername", .summary = "for Basic and NTLM", .secret = true},
    {.name = "authPassword", .summary = "for Basic and NTLM", .secret = true},
    {.name = "authBearerToken", .summary = "for Bearer", .secret = true},
    {.name = "authenticationPreemptive",
     .type = FieldType::Bool,
     .summary = "send credentials before they are asked for",
     .fallback = "false",
     .ignored = "credentials are always sent at once: it saves a round trip"},
    {.name = "oauth2ClientId", .summary = "OAuth2 client credentials: the client"},
    {.name = "oauth2ClientSecret", .summary = "OAuth2 client credentials: its secret", .secret = true},
    {.name = "oauth2TokenEndpoint", .summary = "OAuth2 client credentials: where tokens come from"},
    {.name = "oauth2ResourceIndicator", .summary = "OAuth2 client credentials: what the token is for"},
    {.name = "oauth2Scope", .summary = "OAuth2 client credentials: the scope"},
    {.name = "oauth2CacheTokens", .type = FieldType::Bool, .summary = "keep a token until it expires", .fallback = "false"},
    {.name = "oauth2CachedTokensDefaultExpirySeconds",
     .type = FieldType::Int,
     .summary = "the life of a token that does not say",
     .fallback = "3600"},
    {.name = "oauth2CachedTokensExpirationMarginSeconds",
     .type = FieldType::Int,
     .summary = "how much earlier a token is thrown away",
     .fallback = "5"},
    {.name = "proxyHost", .summary = "the proxy"},
    {.name = "proxyPort", .type = FieldType::Int, .summary = "the proxy's port"},
    {.name = "proxyAuthScheme", .type = FieldType::Choice, .summary = "how the proxy is spoken to", .choices = kSchemes},
    {.name = "proxyAuthMethod", .summary = "Basic or NTLM"},
    {.name = "proxyAuthUsername", .summary = "who we are to the proxy", .secret = true},
    {.name = "proxyAuthPassword", .summary = "who we are to the proxy", .secret = true},
    {.name = "sslCaFile", .summary = "kamel's own: a PEM file of authorities to trust instead of the system's"},
    {.name = "sslCertificateFile", .summary = "kamel's own: our certificate, PEM"},
    {.name = "sslKeyFile", .summary = "kamel's own: its key, PEM"},
    {.name = "sslVerify", .type = FieldType::Bool, .summary = "kamel's own: check the server's certificate", .fallback = "true"},
    // Java's.
    {.name = "sslContextParameters", .type = FieldType::Reference, .summary = "TLS", .refused = kTlsFiles},
    {.name = "x509HostnameVerifier",
     .type = FieldType::Reference,
     .summary = "who checks host names",
     .refused = "it names a Java object; sslVerify=false checks nothing"},
    {.name = "headerFilterStrategy", .type = FieldType::Reference, .summary = "which headers pass", .refused = kJava},
    {.name = "cookieHandler", .type = FieldType::Reference, .summary = "who keeps cookies", .refused = kCookieJar},
    {.name = "cookieStore", .type = FieldType::Reference, .summary = "who keeps cookies", .refused = kCookieJar},
    {.name = "clientBuilder", .type = FieldType::Reference, .summary = "the client's builder", .refused = kJava},
    {.name = "clientConnectionManager", .type = FieldType::Reference, .summary = "the connection pool", .refused = kJava},
    {.name = "httpClient", .type = FieldType::Reference, .summary = "the client", .refused = kJava},
    {.name = "httpClientConfigurer", .type = FieldType::Reference, .summary = "who sets up the client", .refused = kJava},
    {.name = "httpClientOptions", .type = FieldType::Reference, .summary = "the client's settings", .refused = kJava},
    {.name = "httpConnectionOptions", .type = FieldType::Reference, .summary = "the connections' settings", .refused = kJava},
    {.name = "httpContext", .type = FieldType::Reference, .summary = "the client's context", .refused = kJava},
    {.name = "httpActivityListener", .type = FieldType::Reference, .summary = "who is told of requests", .refused = kJava},
    {.name = "logHttpActivity",
     .type = FieldType::Bool,
     .summary = "log requests and answers",
     .fallback = "false",
     .ignored = "put log steps around the send"},
});

/// "200-204,404"; nullopt when a number is none.
std::optional<std::vector<std::pair<int, int>>> parse_ranges(std::string_view text) {
  std::vector<std::pair<int, int>> ranges;
  for (const std::string& piece : split_list(text)) {
    const auto dash = piece.find('-');
    const std::string first = piece.substr(0, dash), last = dash == piece.npos ? first : piece.substr(dash + 1);
    int low = 0, high = 0;
    const auto read = [](const std::string& from, int& to) {
      return std::from_chars(from.data(), from.data() + from.size(), to).ptr == from.data() + from.size() && !from.empty();
    };
    if (!read(first, low) || !read(last, high)) return std::nullopt;
    ranges.emplace_back(low, high);
  }
  return ranges;
}

/// The parameters that are no options of ours belong to the server; sorted, as Camel normalises URIs.
std::string query_of(const EndpointDecl& decl) {
  std::vector<const Parameter*> foreign;
  for (const Parameter& parameter : decl.uri.parameters) {
    const bool ours = std::ranges::find(kFields, parameter.name, &Field::name) != kFields.end() || parameter.name == "lazyStartProducer" ||
                      parameter.name.starts_with("httpClient.") || parameter.name.starts_with("httpConnection.");
    if (!ours) foreign.push_back(&parameter);
  }
  std::ranges::stable_sort(foreign, {}, [](const Parameter* parameter) { return parameter->name; });
  std::string query;
  for (const Parameter* parameter : foreign) {
    query += (query.empty() ? "" : "&") + encode_form(parameter->name) + "=" + encode_form(parameter->value);
  }
  return query;
}

/// An option, or the component's property (camel.component.http.connectTimeout), or the client's (httpClient.connectTimeout).
std::chrono::milliseconds duration(const EndpointDecl& decl, Assembler& assembler, std::string_view name) {
  if (decl.options.has(name)) return decl.options.duration(name);
  if (const auto given = decl.uri.get("httpClient." + std::string(name))) {
    if (const auto time = parse_duration(*given)) return *time;
  }
  if (const auto given = assembler.context().property("camel.component." + decl.uri.scheme + "." + std::string(name))) {
    if (const auto time = parse_duration(*given)) return *time;
  }
  return decl.options.duration(name);
}

void read_authentication(const EndpointDecl& decl, ClientOptions& options) {
  for (const std::string& method : split_list(decl.options.text("authMethod"))) {
    if (starts_with_ignoring_case(method, "basic")) options.auth_methods |= static_cast<long>(CURLAUTH_BASIC);
    if (starts_with_ignoring_case(method, "ntlm")) options.auth_methods |= static_cast<long>(CURLAUTH_NTLM);
  }
  options.bearer_token = decl.options.text("authBearerToken");
  if (decl.options.has("authUsername")) {
    options.user_password = decl.options.text("authUsername") + ":" + decl.options.text("authPassword");
    if (options.auth_methods == 0) options.auth_methods = static_cast<long>(CURLAUTH_BASIC);
  }
  if (decl.options.has("proxyHost") && decl.options.has("proxyPort")) {
    const auto scheme = decl.options.text("proxyAuthScheme");
    options.proxy = (scheme.empty() ? "http" : scheme) + "://" + decl.options.text("proxyHost");
    if (const auto port = decl.options.maybe_integer("proxyPort")) options.proxy += ":" + std::to_string(*port);
    if (decl.options.has("proxyAuthUsername"))
      options.proxy_user_password = decl.options.text("proxyAuthUsername") + ":" + decl.options.text("proxyAuthPassword");
  }
  options.token_url = decl.options.text("oauth2TokenEndpoint");
  if (options.token_url.empty()) return;
  options.token_form = "grant_type=client_credentials&client_id=" + encode_form(decl.options.text("oauth2ClientId")) +
                       "&client_secret=" + encode_form(decl.options.text("oauth2ClientSecret"));
  if (decl.options.has("oauth2Scope")) options.token_form += "&scope=" + encode_form(decl.options.text("oauth2Scope"));
  if (decl.options.has("oauth2ResourceIndicator"))
    options.token_form += "&resource=" + encode_form(decl.options.text("oauth2ResourceIndicator"));
  options.cache_token = decl.options.flag("oauth2CacheTokens");
  options.token_life = std::chrono::seconds(decl.options.integer("oauth2CachedTokensDefaultExpirySeconds"));
  options.token_margin = std::chrono::seconds(decl.options.integer("oauth2CachedTokensExpirationMarginSeconds"));
}

bool check_url(const EndpointDecl& decl, Assembler& assembler) {
  const std::string& path = decl.uri.path;
  const std::string authority = path.substr(0, path.find('/'));
  if (authority.empty()) {
    assembler.error(decl.mark, "no host in the endpoint URI", "write " + decl.uri.scheme + "://host/path",
                    "org.apache.camel.ResolveEndpointFailedException");
    return false;
  }
  if (authority.find('@') == authority.npos) return true;
  assembler.error(decl.mark, "a name and a password in the endpoint URI are not sent",
                  "write authMethod=Basic&authUsername=…&authPassword=…", "org.apache.hc.client5.http.ClientProtocolException");
  return false;
}

}  // namespace

std::span<const Field> client_fields() { return kFields; }

bool ClientOptions::is_ok(int status) const noexcept {
  return std::ranges::any_of(ok_codes, [status](const auto& range) { return status >= range.first && status <= range.second; });
}

std::optional<ClientOptions> client_options(const EndpointDecl& decl, Assembler& assembler) {
  if (!check_url(decl, assembler)) return std::nullopt;
  const Options& given = decl.options;
  ClientOptions options;
  options.line.url = encode_unsafe(decl.uri.scheme + "://" + decl.uri.path);
  options.line.query = query_of(decl);
  options.line.method = given.choice("httpMethod");
  options.line.bridge = given.flag("bridgeEndpoint");
  options.line.skip_control_headers = given.flag("skipControlHeaders");
  const auto ranges = parse_ranges(given.text("okStatusCodeRange"));
  if (!ranges) {
    assembler.error(given.mark("okStatusCodeRange"),
                    "okStatusCodeRange is no list of status codes: '" + given.text("okStatusCodeRange") + "'", "for example 200-299,404",
                    "org.apache.camel.FailedToCreateProducerException");
    return std::nullopt;
  }
  options.ok_codes = *ranges;
  options.throw_on_failure = given.flag("throwExceptionOnFailure");
  options.copy_headers = given.flag("copyHeaders");
  options.ignore_body = given.flag("ignoreResponseBody");
  options.skip_request_headers = given.flag("skipRequestHeaders");
  options.skip_response_headers = given.flag("skipResponseHeaders");
  options.get_with_body = given.flag("getWithBody");
  options.delete_with_body = given.flag("deleteWithBody");
  options.connection_close = given.flag("connectionClose");
  options.preserve_host = given.flag("preserveHostHeader");
  options.custom_host = given.text("customHostHeader");
  options.user_agent = given.text("userAgent");
  options.follow_redirects = given.flag("followRedirects");
  options.system_proxy = given.flag("useSystemProperties");
  options.cookies = !options.line.bridge;
  options.multipart = given.flag("multipartUpload");
  options.multipart_name = given.text("multipartUploadName");
  options.limits = {static_cast<long>(given.integer("connectionsPerRoute")), static_cast<long>(given.integer("maxTotalConnections"))};
  options.connect_timeout = duration(decl, assembler, "connectTimeout");
  options.response_timeout = duration(decl, assembler, "responseTimeout");
  if (options.response_timeout.count() == 0) options.response_timeout = duration(decl, assembler, "soTimeout");
  options.ca_file = given.text("sslCaFile");
  options.certificate_file = given.text("sslCertificateFile");
  options.key_file = given.text("sslKeyFile");
  options.verify = given.flag("sslVerify");
  read_authentication(decl, options);
  return options;
}

}  // namespace kamel::http
