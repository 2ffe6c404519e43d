// Endpoint URIs, taken apart and printed as Camel does.
#include "dsl/uri.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace kamel {
namespace {

constexpr std::string_view kBadUri = "org.apache.camel.ResolveEndpointFailedException";
constexpr std::string_view kMasked = "xxxxxx";

// The names that Camel masks, compared without dashes and case.
constexpr auto kSecrets = std::to_array<std::string_view>({
    "accesskey", "accesstoken", "accesstokensecret", "accountkey", "apikey", "apipassword", "apisecret", "appsecret", "authbearertoken", "authkey", "authpassword", "authorizationtoken", "blobaccesskey",
    "bearertoken", "cachekey", "certificate", "clientsecret", "clientsecretcredential", "connectionstring", "consumersecret", "credential", "credentials", "customkey",
    "emailpassword", "httpproxypassword", "keypassword", "keystorepassword", "login", "oauthtoken", "oauthclientsecret", "oauth2clientsecret", "passcode", "passphrase", "password", "privatekey",
    "proxyauthpassword", "proxypassword", "queueownerawsaccountid", "refreshtoken", "sasljaasconfig", "secret", "secretaccesskey", "secretkey", "securityaccesskey",
    "sharedaccesskey", "sharedaccesstoken", "sharedkey", "sharedsecret", "signature", "slacktoken", "sourceblobaccesskey", "sslkeypassword", "sslkeystorepassword",
    "ssltruststorepassword", "sslpassword", "subscriptionkey", "token", "tokencredential", "truststorepassword", "userauthenticationcredentials", "verifytoken", "webhookpassword",
});

bool is_secret_name(std::string_view name) {
  std::string plain;
  for (char c : name) {
    if (c != '-' && c != '.' && c != '_') plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return std::ranges::find(kSecrets, plain) != kSecrets.end();
}

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool is_scheme(std::string_view text) noexcept {
  return !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) != 0 && std::ranges::all_of(text, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.' || c == '_';
  });
}

// Takes a URI apart, knowing at which column it is.
class UriReader {
 public:
  UriReader(std::string_view uri, const Mark& mark, Diagnostics& diagnostics) : uri_(uri), mark_(mark), diagnostics_(diagnostics) {}

  std::optional<EndpointUri> read() {
    EndpointUri out;
    out.mark = mark_;
    const auto query = std::min(uri_.find('?'), uri_.size());
    if (!front(uri_.substr(0, query), out)) return std::nullopt;
    if (query < uri_.size()) {
      std::size_t at = query + 1;
      if (uri_.substr(at).starts_with('&')) ++at;
      while (at < uri_.size()) {
        if (!parameter(at, out.parameters)) return std::nullopt;
      }
    }
    return out;
  }

 private:
  bool fail(std::size_t at, std::string message, std::string hint = {}) {
    diagnostics_.error(mark_.line == 0 ? mark_ : mark_.right(at), std::move(message), std::move(hint), std::string(kBadUri));
    return false;
  }

  // scheme:path, scheme://path, or a bare scheme whose path comes from parameters.
  bool front(std::string_view text, EndpointUri& out) {
    const auto colon = std::min(text.find(':'), text.size());
    if (text.empty()) return fail(0, "the endpoint URI is empty", "write scheme:path, for example log:orders");
    if (!is_scheme(text.substr(0, colon))) return fail(0, "'" + std::string(text) + "' has no scheme", "write scheme:path, for example log:orders");
    if (const auto mark = text.find('&'); mark != std::string_view::npos && uri_.find('?') == std::string_view::npos) {
      return fail(mark, "no ? in the endpoint URI, yet it has a & between parameters", "put a ? before the first parameter");
    }
    out.scheme = text.substr(0, colon);
    if (colon == text.size()) return true;
    text.remove_prefix(colon + 1);
    if (text.starts_with("//")) text.remove_prefix(2);
    out.path = text;
    return true;
  }

  bool parameter(std::size_t& at, std::vector<Parameter>& out) {
    const std::size_t begin = at;
    if (uri_[at] == '&') return fail(at, "double & in the endpoint URI", "remove one");
    const auto end_of_name = std::min(uri_.find_first_of("=&", at), uri_.size());
    Parameter parameter;
    parameter.name = percent_decode(uri_.substr(at, end_of_name - at), true);
    parameter.mark = mark_.line == 0 ? mark_ : mark_.right(begin);
    at = end_of_name;
    if (parameter.name.empty()) return fail(begin, "a parameter without a name");
    if (at < uri_.size() && uri_[at] == '=') {
      ++at;
      if (!value(at, parameter)) return false;
    }
    if (at + 1 == uri_.size()) return fail(at, "the endpoint URI ends with &", "remove it");
    if (at < uri_.size()) ++at;
    out.push_back(std::move(parameter));
    return true;
  }

  // Up to the next & or the end; RAW(…) and RAW{…} may hold any character.
  bool value(std::size_t& at, Parameter& parameter) {
    const std::string_view rest = uri_.substr(at);
    if (rest.starts_with("RAW(") || rest.starts_with("RAW{")) {
      const char closing = rest[3] == '(' ? ')' : '}';
      const auto end = raw_end(rest, closing);
      if (end == std::string_view::npos) return fail(at, "RAW" + std::string(1, rest[3]) + " is not closed", "end it with " + std::string(1, closing));
      parameter.value = rest.substr(4, end - 4);
      parameter.raw = true;
      at += end + 1;
      return true;
    }
    const std::string_view text = rest.substr(0, rest.find('&'));
    // Twice, as Camel: a + is a blank even when it was written as %2B.
    parameter.value = percent_decode(text);
    std::ranges::replace(parameter.value, '+', ' ');
    at += text.size();
    return true;
  }

  // The closing character that ends the parameter: the first one before a & or the end.
  static std::size_t raw_end(std::string_view text, char closing) noexcept {
    for (auto at = text.find(closing); at != std::string_view::npos; at = text.find(closing, at + 1)) {
      if (at + 1 == text.size() || text[at + 1] == '&') return at;
    }
    return std::string_view::npos;
  }

  std::string_view uri_;
  const Mark& mark_;
  Diagnostics& diagnostics_;
};

// As Camel's UnsafeUriCharactersEncoder: what may stand in no URI. Escapes that are there already stay, and an HTTP address keeps brackets and tildes.
std::string without_unsafe(std::string_view path, bool http) {
  constexpr std::string_view kUnsafe = " \"#%<>\\^`{|}~[]";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto is_hex = [&](std::size_t at) { return at < path.size() && std::isxdigit(static_cast<unsigned char>(path[at])) != 0; };
  std::string out;
  for (std::size_t at = 0; at < path.size(); ++at) {
    const char c = path[at];
    const bool escape = c == '%' && is_hex(at + 1) && is_hex(at + 2);
    if (kUnsafe.find(c) == kUnsafe.npos || escape || (http && (c == '[' || c == ']' || c == '~'))) {
      out.push_back(c);
      continue;
    }
    out.push_back('%');
    out.push_back(kHex[static_cast<unsigned char>(c) >> 4]);
    out.push_back(kHex[c & 15]);
  }
  return out;
}

std::string print(const EndpointUri& uri, bool mask) {
  std::string out = uri.path.empty() ? uri.scheme : uri.scheme + "://" + (mask ? without_unsafe(uri.path, uri.scheme.starts_with("http")) : uri.path);
  std::vector<const Parameter*> sorted;
  for (const Parameter& parameter : uri.parameters) sorted.push_back(&parameter);
  std::ranges::stable_sort(sorted, {}, &Parameter::name);
  char separator = '?';
  for (const Parameter* parameter : sorted) {
    out += std::exchange(separator, '&') + parameter->name + "=";
    if (mask && (parameter->raw || is_secret_name(parameter->name))) {
      out += kMasked;
    } else {
      out += parameter->raw ? "RAW(" + parameter->value + ")" : percent_encode(parameter->value);
    }
  }
  return out;
}

// user:password@host in a path.
std::string mask_user_info(std::string text) {
  const auto begin = text.find("://");
  const auto end = text.find_first_of("/?", begin + 3);
  const auto at = text.rfind('@', std::min(end, text.size()));
  const auto colon = text.find(':', begin + 3);
  if (at == std::string::npos || colon == std::string::npos || colon > at) return text;
  return text.replace(colon + 1, at - colon - 1, kMasked);
}

}  // namespace

const Parameter* EndpointUri::find(std::string_view name) const noexcept {
  const auto found = std::ranges::find(parameters, name, &Parameter::name);
  return found == parameters.end() ? nullptr : &*found;
}

std::optional<std::string> EndpointUri::get(std::string_view name) const {
  const Parameter* parameter = find(name);
  return parameter != nullptr ? std::optional(parameter->value) : std::nullopt;
}

std::string EndpointUri::text() const { return mask_user_info(print(*this, true)); }
std::string EndpointUri::identity() const { return print(*this, false); }

std::optional<EndpointUri> parse_uri(std::string_view uri, const Mark& mark, Diagnostics& diagnostics) { return UriReader(uri, mark, diagnostics).read(); }

void fill_path(EndpointUri& uri, std::string_view syntax) {
  if (!uri.path.empty()) return;
  // Camel has one name for all that follows http:, our syntax shows its parts.
  if (syntax.starts_with("http")) syntax = "http:httpUri";
  syntax.remove_prefix(std::min(syntax.find(':'), syntax.size()));
  while (!syntax.empty()) {
    const std::string_view separator = syntax.substr(0, std::min(syntax.find_first_not_of(":/"), syntax.size()));
    syntax.remove_prefix(separator.size());
    const std::string_view name = syntax.substr(0, syntax.find_first_of(":/"));
    syntax.remove_prefix(name.size());
    const Parameter* parameter = uri.find(name);
    if (parameter == nullptr) return;
    if (!uri.path.empty()) uri.path += separator;
    uri.path += parameter->value;
    std::erase_if(uri.parameters, [&](const Parameter& given) { return given.name == name; });
  }
}

std::string percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '*') {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

}  // namespace kamel
