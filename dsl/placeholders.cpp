// Property placeholders, as Camel's PropertiesComponent resolves them.
#include "dsl/placeholders.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <utility>
#include <vector>

#include "dsl/absent_expression.h"

namespace kamel {
namespace {

constexpr std::size_t kNesting = 50, kCount = 10'000;  // of one text: properties may hold placeholders that hold placeholders
constexpr std::string_view kIllegalArgument = "java.lang.IllegalArgumentException";

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

// As Camel: the name in upper case, then with '.' and '-' as '_'.
std::optional<std::string> environment_of(std::string_view key) {
  std::string name(key);
  for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (auto value = environment(name)) return value;
  std::ranges::replace_if(name, [](char c) { return c == '.' || c == '-'; }, '_');
  return environment(name);
}

const passwd* user() { return ::getpwuid(::getuid()); }

std::string working_directory() {
  std::error_code ignored;
  return std::filesystem::current_path(ignored).string();
}

// The Java system properties that routes ask for.
std::optional<std::string> system_property(std::string_view name) {
  if (name == "user.name") return user() != nullptr ? std::optional<std::string>(user()->pw_name) : environment("USER");
  if (name == "user.home") return environment("HOME");
  if (name == "user.dir") return working_directory();
  if (name == "java.io.tmpdir") return "/tmp";
  if (name == "os.name") return "Linux";
  if (name == "file.separator") return "/";
  if (name == "path.separator") return ":";
  if (name == "line.separator") return "\n";
  if (name == "file.encoding") return "UTF-8";
  return std::nullopt;
}

std::string dashes_to_camel(std::string_view key) {
  std::string out;
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (key[i] == '-' && i + 1 < key.size()) {
      out += static_cast<char>(std::toupper(static_cast<unsigned char>(key[++i])));
    } else {
      out += key[i];
    }
  }
  return out;
}

// One placeholder's key, split: {{function:name:default}}, {{?name:default}}.
struct Key {
  std::string_view name;
  std::string_view function;
  std::optional<std::string_view> fallback;
  bool optional = false;
};

bool is_function(std::string_view name) noexcept {
  return name == "env" || name == "sys" || name == "secret" || name == "configmap" || name == "service" || name == "service.host" || name == "service.port";
}

Key split(std::string_view text) {
  Key key;
  if (const auto nested = text.find("?nested="); nested != std::string_view::npos && nested > 0) text = text.substr(0, nested);  // values are taken as they are
  if (text.starts_with('?')) {
    key.optional = true;
    text.remove_prefix(1);
  }
  auto colon = text.find(':');
  if (colon != std::string_view::npos && is_function(text.substr(0, colon))) {
    key.function = text.substr(0, colon);
    text.remove_prefix(colon + 1);
    colon = text.find(':');
  }
  key.name = text.substr(0, colon);
  if (colon != std::string_view::npos) key.fallback = text.substr(colon + 1);
  return key;
}

// A mounted file: secret:name/key is <mount>/name/key, as Camel K lays them out.
std::optional<std::string> mounted(std::string_view name, const char* variable) {
  const char* root = std::getenv(variable);
  if (root == nullptr || name.find("..") != std::string_view::npos) return std::nullopt;
  std::string path(name);
  std::ranges::replace(path, '.', '/');
  for (const std::string& candidate : {std::string(name), path}) {
    std::FILE* file = std::fopen((std::string(root) + "/" + candidate).c_str(), "rb");
    if (file == nullptr) continue;
    std::string text;
    char piece[4096];
    for (std::size_t size; (size = std::fread(piece, 1, sizeof piece, file)) > 0;) text.append(piece, size);
    std::fclose(file);
    return text;
  }
  return std::nullopt;
}

std::optional<std::string> service(std::string_view function, std::string_view name) {
  const auto host = environment_of(std::string(name) + "_SERVICE_HOST");
  const auto port = environment_of(std::string(name) + "_SERVICE_PORT");
  if (function == "service.host") return host;
  if (function == "service.port") return port;
  return host && port ? std::optional(*host + ":" + *port) : std::nullopt;
}

std::optional<std::string> call(std::string_view function, std::string_view name) {
  if (function == "env") {
    auto exact = environment(std::string(name));
    return exact ? exact : environment_of(name);
  }
  if (function == "sys") return system_property(name);
  if (function == "secret") return mounted(name, "CAMEL_K_MOUNT_PATH_SECRETS");
  if (function == "configmap") return mounted(name, "CAMEL_K_MOUNT_PATH_CONFIGMAPS");
  return service(function, name);
}

// Resolves one text. What is wrong is kept as one message, with the offset of its placeholder.
class Resolver {
 public:
  explicit Resolver(const Properties& properties) : properties_(properties) {}

  std::optional<std::string> resolve(std::string_view text) {
    std::size_t at = 0;
    return until(text, at, false);
  }

  std::size_t offset = 0;
  std::string message, hint;
  bool absent = false;  // an optional one had no value

 private:
  // The text up to the closing braces (`inside`) or its end, with all that it holds replaced. Closing braces without opening ones are
  // kept, where Camel fails: JSON ends with them.
  std::optional<std::string> until(std::string_view text, std::size_t& at, bool inside) {
    std::string out;
    const std::size_t begin = at;
    while (at < text.size()) {
      const std::string_view rest = text.substr(at);
      if (rest.starts_with("\\{{") || rest.starts_with("\\}}")) {
        out += rest.substr(1, 2);
        at += 3;
      } else if (rest.starts_with("{{") && !rest.starts_with("{{{")) {
        if (!placeholder(text, at, out)) return std::nullopt;
      } else if (rest.starts_with("}}") && inside) {
        at += 2;
        return out;
      } else {
        out += text[at++];
      }
    }
    if (inside) return fail(begin - 2, "'{{' without '}}'", {});
    return out;
  }

  bool placeholder(std::string_view text, std::size_t& at, std::string& out) {
    const std::size_t begin = at;
    if (++depth_ > kNesting) return fail(begin, "placeholders are nested too deeply", {}), false;
    if (++count_ > kCount) return fail(begin, "too many placeholders in one text", {}), false;
    at += 2;
    const auto key = until(text, at, true);
    if (!key) return false;
    const auto value = look_up(*key, begin);
    --depth_;
    if (!value) return false;
    out += *value;
    return true;
  }

  std::optional<std::string> look_up(const std::string& text, std::size_t at) {
    const Key key = split(text);
    auto value = key.function.empty() ? properties_.get(key.name) : call(key.function, key.name);
    if (value) return nested(*std::move(value), key.name, at);
    if (key.fallback) return std::string(*key.fallback);
    if (key.optional) {
      absent = true;
      return "";
    }
    if (!key.function.empty()) {
      return fail(at, "property with key '" + text + "' using function '" + std::string(key.function) + "' has no value", "give it a default: {{" + text + ":...}}");
    }
    return fail(at, "property with key '" + text + "' not found", near(key.name));
  }

  // A value may hold placeholders as well.
  std::optional<std::string> nested(std::string value, std::string_view key, std::size_t at) {
    if (value.find("{{") == std::string::npos) return value;
    if (std::ranges::find(inside_, key) != inside_.end()) return fail(at, "property '" + std::string(key) + "' refers to itself", {});
    inside_.emplace_back(key);
    std::size_t inner = 0;
    auto out = until(value, inner, false);
    inside_.pop_back();
    if (!out) offset = at;
    return out;
  }

  std::string near(std::string_view name) const {
    std::vector<std::string_view> names;
    for (const auto& [key, value] : properties_.all()) names.push_back(key);
    const std::string meant = did_you_mean(name, names);
    return meant.empty() ? "set it with --property, or give a default: {{" + std::string(name) + ":...}}" : meant;
  }

  std::nullopt_t fail(std::size_t at, std::string what, std::string advice) {
    offset = at;
    message = std::move(what);
    hint = std::move(advice);
    return std::nullopt;
  }

  const Properties& properties_;
  std::vector<std::string> inside_;  // the properties whose values are being resolved
  std::size_t depth_ = 0, count_ = 0;
};

// Whether the text is one placeholder and nothing else.
bool is_lone(std::string_view text) noexcept { return text.starts_with("{{") && text.find("}}") + 2 == text.size(); }

bool has_placeholder(std::string_view text) noexcept { return text.find("{{") != std::string_view::npos; }

// Whether `text` is an endpoint URI with a query, and where that begins.
std::optional<std::size_t> query_of(std::string_view text) noexcept {
  const auto mark = text.find('?');
  const auto colon = text.find(':');
  if (mark == std::string_view::npos || colon > mark || text.substr(0, mark).find_first_of(" \n") != std::string_view::npos) return std::nullopt;
  return mark + 1;
}

// Takes the parameters whose whole value is an optional placeholder without a value out of an endpoint URI.
void drop_absent_parameters(std::string& text, const Properties& properties) {
  const auto begin = query_of(text);
  if (!begin || text.find("={{?") == std::string::npos) return;
  std::string out = text.substr(0, *begin - 1);
  char separator = '?';
  for (std::string_view rest = std::string_view(text).substr(*begin); !rest.empty();) {
    const std::string_view parameter = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(parameter.size() + 1, rest.size()));
    const auto equals = parameter.find("={{?");
    bool absent = false;
    Diagnostics ignored;
    if (equals != std::string_view::npos) resolve_placeholders(parameter.substr(equals + 1), properties, {}, ignored, &absent);
    if (!absent) out.append(1, std::exchange(separator, '&')).append(parameter);
  }
  text = std::move(out);
}

// The text of an expression that is one optional placeholder without a value stays, as null: it is what gives null.
bool is_expression_key(std::string_view key) noexcept {
  return key == "simple" || key == "constant" || key == "expression" || key == "jsonpath" || key == "jq" || key == "xpath" || key == "precondition";
}

// Whether the entry stays.
bool resolve_entry(Node& value, const Properties& properties, Diagnostics& diagnostics) {
  if (!value.is_scalar()) {
    resolve_placeholders(value, properties, diagnostics);
    return true;
  }
  if (!has_placeholder(value.text)) return true;
  drop_absent_parameters(value.text, properties);
  Resolver resolver(properties);
  auto text = resolver.resolve(value.text);
  if (!text) {
    diagnostics.error(value.mark_at(resolver.offset), resolver.message, resolver.hint, std::string(kIllegalArgument));
    return true;
  }
  const bool absent = resolver.absent && text->empty() && is_lone(value.text);
  value.text = *std::move(text);
  return !absent;
}

}  // namespace

void Properties::set(std::string key, std::string value) { values_.insert_or_assign(std::move(key), std::move(value)); }
void Properties::set_local(std::string key, std::string value) { locals_.insert_or_assign(std::move(key), std::move(value)); }

std::optional<std::string> Properties::get(std::string_view key) const {
  if (const auto found = locals_.find(key); found != locals_.end()) return found->second;
  // Camel lets the environment and the JVM's properties override what files say.
  if (auto value = environment_of(key)) return value;
  if (auto value = system_property(key)) return value;
  if (const auto found = values_.find(key); found != values_.end()) return found->second;
  if (key.find('-') == std::string_view::npos) return std::nullopt;
  const auto found = values_.find(dashes_to_camel(key));
  return found != values_.end() ? std::optional(found->second) : std::nullopt;
}

std::optional<std::string> resolve_placeholders(std::string_view text, const Properties& properties, const Mark& at, Diagnostics& diagnostics, bool* absent) {
  if (absent != nullptr) *absent = false;
  if (!has_placeholder(text)) return std::string(text);
  Resolver resolver(properties);
  auto out = resolver.resolve(text);
  if (!out) {
    diagnostics.error(at.line == 0 ? at : at.right(resolver.offset), resolver.message, resolver.hint, std::string(kIllegalArgument));
  } else if (absent != nullptr) {
    *absent = resolver.absent && out->empty() && is_lone(text);
  }
  return out;
}

void resolve_placeholders(Node& node, const Properties& properties, Diagnostics& diagnostics) {
  if (node.is_scalar()) {
    resolve_entry(node, properties, diagnostics);
    return;
  }
  for (Node& item : node.items) resolve_placeholders(item, properties, diagnostics);
  std::erase_if(node.entries, [&](Node::Entry& entry) {
    if (resolve_entry(entry.value, properties, diagnostics)) return false;
    if (!is_expression_key(entry.key)) return true;
    entry.value.kind = Node::Kind::Null;
    entry.value.text = kAbsentExpression;
    return false;
  });
}

}  // namespace kamel
