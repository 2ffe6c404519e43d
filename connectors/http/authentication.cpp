#include "connectors/http/authentication.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <array>
#include <ctime>
#include <fstream>

#include "connectors/http/text.h"
#include "engine/context.h"

namespace kamel::http {
namespace {

/// Takes the same time for any two texts: nobody learns from it how much of a password was right.
bool same_secret(std::string_view a, std::string_view b) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> of_a{}, of_b{};
  SHA256(reinterpret_cast<const unsigned char*>(a.data()), a.size(), of_a.data());
  SHA256(reinterpret_cast<const unsigned char*>(b.data()), b.size(), of_b.data());
  return CRYPTO_memcmp(of_a.data(), of_b.data(), of_a.size()) == 0;
}

std::string path_of(std::string text) {
  if (text.starts_with("file:")) text.erase(0, 5);
  return text;
}

Result<std::vector<std::string>> lines_of(const std::string& path) {
  std::ifstream file(path);
  if (!file) return Error("java.io.FileNotFoundException", path + ": cannot be read");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    const std::string_view text = trim(line);
    if (!text.empty() && text.front() != '#' && text.front() != '!') lines.emplace_back(text);
  }
  return lines;
}

/// "Bearer x" → "x"; "" when the scheme is another one.
std::string_view credentials_of(std::string_view header, std::string_view scheme) {
  if (!starts_with_ignoring_case(header, scheme) || header.size() <= scheme.size() || header[scheme.size()] != ' ') return {};
  return trim(header.substr(scheme.size()));
}

}  // namespace

Result<std::unique_ptr<Authentication>> Authentication::of(const Context& context) {
  const auto text = [&](std::initializer_list<std::string_view> keys) {
    for (const auto key : keys) {
      if (auto value = context.property(key)) return *value;
    }
    return std::string();
  };
  std::unique_ptr<Authentication> made;
  if (text({"camel.server.authenticationEnabled"}) != "true") return made;
  made = std::make_unique<Authentication>();
  made->paths_ = split_list(text({"camel.server.authenticationPath"}));
  if (made->paths_.empty() || made->paths_ == std::vector<std::string>{"/"}) made->paths_ = {"/*"};
  const std::string realm = context.property("camel.server.authenticationRealm").value_or("vertx-web");
  if (const std::string file = path_of(text({"camel.server.basicPropertiesFile"})); !file.empty()) {
    const auto lines = lines_of(file);
    if (lines.has_error()) return lines.error();
    for (const std::string& line : *lines) {
      const std::size_t equals = line.find_first_of("=:");
      if (!line.starts_with("user.") || equals == line.npos) continue;
      const std::string_view value = trim(std::string_view(line).substr(equals + 1));
      made->users_.push_back({std::string(trim(std::string_view(line).substr(5, equals - 5))), std::string(trim(value.substr(0, value.find(','))))});
    }
    if (made->users_.empty()) return Error("java.lang.IllegalArgumentException", file + " has no line user.NAME=PASSWORD");
    made->challenges_.push_back("Basic realm=\"" + realm + "\"");
  }
  if (const std::string file = path_of(text({"camel.server.bearerTokensFile"})); !file.empty()) {
    auto lines = lines_of(file);
    if (lines.has_error()) return lines.error();
    if (lines->empty()) return Error("java.lang.IllegalArgumentException", file + " has no token");
    made->tokens_ = std::move(*lines);
  }
  if (const std::string place = path_of(text({"camel.server.jwtKeystorePath", "mp.jwt.verify.publickey.location"})); !place.empty()) {
    made->keys_ = std::make_unique<KeySource>(place, text({"camel.server.jwtKeystorePassword"}),
                                              [&context](const std::string& what) { context.report(LogLevel::Warn, what); });
    if (const auto started = made->keys_->start(); started.has_error()) return started.error();
    made->rules_.issuer = text({"camel.server.jwtIssuer", "mp.jwt.verify.issuer"});
    made->rules_.audiences = split_list(text({"camel.server.jwtAudience", "mp.jwt.verify.audiences"}));
  }
  if (made->keys_ || !made->tokens_.empty()) made->challenges_.push_back("Bearer realm=\"" + realm + "\"");
  if (made->challenges_.empty())
    return Error("java.lang.IllegalArgumentException",
                 "camel.server.authenticationEnabled, but nothing says who may come in: set camel.server.basicPropertiesFile, bearerTokensFile or jwtKeystorePath");
  return made;
}

bool Authentication::protects(std::string_view path) const {
  for (const std::string& pattern : paths_) {
    std::string_view prefix = pattern;
    if (!prefix.ends_with('*')) {
      while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
      if (path == prefix) return true;
      continue;
    }
    prefix.remove_suffix(1);
    if (path.starts_with(prefix) || (prefix.ends_with('/') && path == prefix.substr(0, prefix.size() - 1))) return true;
  }
  return false;
}

Value Authentication::basic(std::string_view credentials) const {
  const auto plain = decode_base64(credentials);
  const std::size_t colon = plain ? plain->find(':') : std::string::npos;
  if (colon == std::string::npos) return {};
  const std::string name = plain->substr(0, colon), password = plain->substr(colon + 1);
  bool known = false;
  for (const User& user : users_) known = (static_cast<int>(same_secret(user.name, name)) & static_cast<int>(same_secret(user.password, password))) != 0 || known;
  return known ? Value(Map{{"username", Value(name)}}) : Value();
}

Value Authentication::bearer(std::string_view token) const {
  bool known = false;
  for (const std::string& one : tokens_) known = same_secret(one, token) || known;
  if (known) return Value(Map{});
  if (!keys_) return {};
  auto claims = verify_token(token, *keys_->keys(), rules_, std::time(nullptr));
  if (claims.has_value()) return std::move(*claims);
  if (claims.error().message().find("known key") != std::string_view::npos) keys_->refresh_soon();
  return {};
}

int Authentication::check(Request& request) const {
  if (!protects(request.path)) return 0;
  const std::string_view header = request.header("Authorization");
  if (const auto basics = credentials_of(header, "Basic"); !basics.empty() && !users_.empty()) request.user = basic(basics);
  if (const auto token = credentials_of(header, "Bearer"); !token.empty()) request.user = bearer(token);
  return request.user.is_null() ? 401 : 0;
}

}  // namespace kamel::http
