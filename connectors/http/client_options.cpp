#include "connectors/http/client_options.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "connectors/http/text.h"
#include "engine/named_values.h"

namespace kamel::http {
namespace {

constexpr std::string_view kJava = "it names a Java object";
constexpr std::string_view kCookieJar = "it names a Java object; cookies are kept for each endpoint anyway";
constexpr auto kMethods = std::to_array<std::string_view>({"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PATCH"});
constexpr auto kVersions = std::to_array<std::string_view>({"1.1", "2"});
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
     .ignored = "an answer can be read again: it is kept in memory up to 1 MiB, and in a file that goes with it beyond"},
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
    {.name = "httpClient.adaptiveConcurrency",
     .type = FieldType::Bool,
     .summary = "kamel's own: find out by the time of answers how many requests the server takes well at once, up to connectionsPerRoute",
     .fallback = "false"},
    {.name = "httpClient.version", .type = FieldType::Choice, .summary = "kamel's own: 2 tries HTTP/2 (over http without asking)", .fallback = "1.1", .choices = kVersions},
    {.name = "httpClient.retries",
     .type = FieldType::Int,
     .summary = "kamel's own: tries after the first when the server answers 429 or 503, or closes the connection (then not of POST and PATCH); 1, as Camel's client does",
     .fallback = "1"},
    {.name = "httpClient.retryInterval", .type = FieldType::Duration, .summary = "kamel's own: the pause before, where there is no Retry-After", .fallback = "1000"},
    {.name = "httpClient.retryAfterMax",
     .type = FieldType::Duration,
     .summary = "kamel's own: the longest Retry-After that is waited for; a longer one is no retry. 0: any that is below responseTimeout",
     .fallback = "0"},
    {.name = "httpClient.maxRedirects", .type = FieldType::Int, .summary = "how many redirections are followed", .fallback = "50"},
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
    {.name = "authMethod", .summary = "Basic, Bearer, NTLM, or (kamel's own) Digest only; several are separated by commas. Basic answers a challenge for Digest, too, as in Camel"},
    {.name = "authUsername", .summary = "for Basic and NTLM", .secret = true},
    {.name = "authPassword", .summary = "for Basic and NTLM", .secret = true},
    {.name = "authDomain", .summary = "for NTLM: the domain of the user"},
    {.name = "authHost", .summary = "for NTLM: our workstation's name", .ignored = "it is left out: servers do not check it"},
    {.name = "authBearerToken", .summary = "for Bearer", .secret = true},
    {.name = "authenticationPreemptive",
     .type = FieldType::Bool,
     .summary = "send Basic credentials before they are asked for: it saves a round trip. A token is always sent at once",
     .fallback = "false"},
    {.name = "oauth2ClientId", .summary = "OAuth2 client credentials: the client, sent as the name of Basic authentication"},
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
    {.name = "proxyAuthHost", .summary = "the proxy, where proxyHost is not given"},
    {.name = "proxyAuthPort", .type = FieldType::Int, .summary = "its port"},
    {.name = "proxyAuthDomain", .summary = "for NTLM: the domain of the proxy's user"},
    {.name = "proxyAuthNtHost", .summary = "for NTLM: our workstation's name", .ignored = "it is left out: proxies do not check it"},
    {.name = "proxyAuthScheme", .type = FieldType::Choice, .summary = "how the proxy is spoken to", .choices = kSchemes},
    {.name = "proxyAuthMethod", .summary = "Basic or NTLM"},
    {.name = "proxyAuthUsername", .summary = "who we are to the proxy", .secret = true},
    {.name = "proxyAuthPassword", .summary = "who we are to the proxy", .secret = true},
    {.name = "sslCaFile", .summary = "kamel's own: a PEM file of authorities to trust instead of the system's"},
    {.name = "sslCertificateFile", .summary = "kamel's own: our certificate, PEM"},
    {.name = "sslKeyFile", .summary = "kamel's own: its key, PEM"},
    {.name = "sslVerify", .type = FieldType::Bool, .summary = "kamel's own: check the server's certificate", .fallback = "true"},
    // Java's.
    {.name = "sslContextParameters",
     .type = FieldType::Reference,
     .summary = "a bean of SSLContextParameters: keyManagers.keyStore.resource, trustManagers.keyStore.resource (PEM, PKCS#12, or a mounted Secret)"},
    {.name = "x509HostnameVerifier",
     .type = FieldType::Reference,
     .summary = "who checks host names: #class:org.apache.hc.client5.http.conn.ssl.NoopHostnameVerifier checks none; there is no other"},
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

/// Credentials are for whatever the server asks for among these; with one method only they are sent at once.
long auth_methods(const std::string& named, bool at_once) {
  unsigned long methods = 0;
  for (const std::string& method : split_list(named)) {
    if (starts_with_ignoring_case(method, "basic")) methods |= CURLAUTH_BASIC | CURLAUTH_DIGEST;
    if (starts_with_ignoring_case(method, "digest")) methods |= CURLAUTH_DIGEST;
    if (starts_with_ignoring_case(method, "ntlm")) methods |= CURLAUTH_NTLM;
  }
  if (methods == 0) methods = CURLAUTH_BASIC | CURLAUTH_DIGEST;
  if (at_once && (methods & CURLAUTH_BASIC) != 0) methods = CURLAUTH_BASIC;
  return static_cast<long>(methods);
}

bool is_true(const std::optional<std::string>& text) { return text && same_ignoring_case(*text, "true"); }

/// The endpoint's own files, its bean, the component's bean, or camel.ssl.* where the component takes part in it. nullopt after having reported why.
std::optional<TlsParameters> tls_parameters(const EndpointDecl& decl, Assembler& assembler) {
  const Options& given = decl.options;
  const auto component = [&](std::string_view name) { return assembler.context().property("camel.component." + decl.uri.scheme + "." + std::string(name)); };
  std::optional<TlsParameters> tls = TlsParameters();
  if (given.has("sslContextParameters")) {
    tls = tls_of_bean(given.text("sslContextParameters"), given.mark("sslContextParameters"), assembler);
  } else if (const auto bean = component("sslContextParameters")) {
    tls = tls_of_bean(*bean, decl.mark, assembler);
  } else if (is_true(component("useGlobalSslContextParameters"))) {
    tls = tls_of_properties(*assembler.context().properties()).value_or(TlsParameters());
  }
  if (!tls) return std::nullopt;
  if (given.has("sslCaFile")) tls->trusted = {given.text("sslCaFile"), ""};
  if (given.has("sslCertificateFile")) tls->keys = {given.text("sslCertificateFile"), ""};
  if (given.has("sslKeyFile")) tls->key_path = given.text("sslKeyFile");
  tls->trust_all = tls->trust_all || !given.flag("sslVerify");
  return tls;
}

bool read_tls_options(const EndpointDecl& decl, Assembler& assembler, ClientOptions& options) {
  auto tls = tls_parameters(decl, assembler);
  if (!tls) return false;
  if (decl.options.has("x509HostnameVerifier")) {
    if (decl.options.text("x509HostnameVerifier").find("Noop") == std::string::npos) {
      assembler.error(decl.options.mark("x509HostnameVerifier"), "x509HostnameVerifier names a Java object that is not known here",
                      "leave it out, or write #class:org.apache.hc.client5.http.conn.ssl.NoopHostnameVerifier to check no names", "org.apache.camel.ResolveEndpointFailedException");
      return false;
    }
    tls->check_host = false;
  }
  if (*tls != TlsParameters()) options.tls = std::make_shared<TlsFiles>(std::move(*tls));
  return true;
}

// user:password as libcurl takes it; NTLM's domain stands before the user.
std::string credentials(const Options& options, const std::string& prefix, std::string_view domain) {
  if (!options.has(prefix + "Username")) return {};
  const std::string user = options.text(prefix + "Username") + ":" + options.text(prefix + "Password");
  return options.has(domain) ? options.text(domain) + "\\" + user : user;
}

void read_authentication(const EndpointDecl& decl, ClientOptions& options) {
  const Options& given = decl.options;
  options.auth_methods = auth_methods(given.text("authMethod"), given.flag("authenticationPreemptive"));
  options.bearer_token = given.text("authBearerToken");
  options.user_password = credentials(given, "auth", "authDomain");
  const bool plain = given.has("proxyHost") && given.has("proxyPort");
  const std::string prefix = plain ? "proxy" : "proxyAuth";
  if (!plain && !(given.has("proxyAuthHost") && given.has("proxyAuthPort"))) return;
  const auto scheme = given.text("proxyAuthScheme");
  options.proxy = (scheme.empty() ? "http" : scheme) + "://" + given.text(prefix + "Host");
  if (const auto port = given.maybe_integer(prefix + "Port")) options.proxy += ":" + std::to_string(*port);
  options.proxy_auth_methods = auth_methods(given.text("proxyAuthMethod"), false);
  options.proxy_user_password = credentials(given, "proxyAuth", "proxyAuthDomain");
}

void read_token(const EndpointDecl& decl, ClientOptions& options) {
  options.token_url = decl.options.text("oauth2TokenEndpoint");
  if (options.token_url.empty()) return;
  options.token_credentials = decl.options.text("oauth2ClientId") + ":" + decl.options.text("oauth2ClientSecret");
  options.token_form = "grant_type=client_credentials";
  if (decl.options.has("oauth2Scope")) options.token_form += "&scope=" + encode_form(decl.options.text("oauth2Scope"));
  if (decl.options.has("oauth2ResourceIndicator"))
    options.token_form += "&resource=" + encode_form(decl.options.text("oauth2ResourceIndicator"));
  options.cache_token = decl.options.flag("oauth2CacheTokens");
  options.token_life = std::chrono::seconds(decl.options.integer("oauth2CachedTokensDefaultExpirySeconds"));
  options.token_margin = std::chrono::seconds(decl.options.integer("oauth2CachedTokensExpirationMarginSeconds"));
}

/// What is said to Apache's client or its connections, and is not known here, is refused by its name.
bool check_client_settings(const EndpointDecl& decl, Assembler& assembler) {
  constexpr auto kTimes = std::to_array<std::string_view>({"httpClient.connectTimeout", "httpClient.responseTimeout", "httpClient.soTimeout"});
  bool fine = true;
  for (const Parameter& parameter : decl.uri.parameters) {
    const bool setting = parameter.name.starts_with("httpClient.") || parameter.name.starts_with("httpConnection.");
    const bool known = std::ranges::find(kFields, parameter.name, &Field::name) != kFields.end() || std::ranges::find(kTimes, parameter.name) != kTimes.end();
    if (!setting || known) continue;
    assembler.error(decl.mark, "the HTTP client has no setting '" + parameter.name + "' here", "known are httpClient.connectTimeout, .responseTimeout, .soTimeout, .maxRedirects, .retries, .retryInterval, "
                    ".retryAfterMax, .version and .adaptiveConcurrency", "org.apache.camel.ResolveEndpointFailedException");
    fine = false;
  }
  return fine;
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
  if (!check_url(decl, assembler) || !check_client_settings(decl, assembler)) return std::nullopt;
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
  options.adaptive = given.flag("httpClient.adaptiveConcurrency");
  options.http2 = given.choice("httpClient.version") == "2";
  options.maximum_redirects = static_cast<long>(given.integer("httpClient.maxRedirects"));
  options.retries = static_cast<int>(given.integer("httpClient.retries"));
  options.retry_interval = given.duration("httpClient.retryInterval");
  options.retry_after_maximum = given.duration("httpClient.retryAfterMax");
  if (!read_tls_options(decl, assembler, options)) return std::nullopt;
  read_authentication(decl, options);
  read_token(decl, options);
  return options;
}

}  // namespace kamel::http
