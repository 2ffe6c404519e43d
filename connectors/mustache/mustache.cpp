// The mustache component: the body becomes a filled Mustache template.
#include <mutex>
#include <unordered_map>

#include "connectors/mustache/template.h"
#include "connectors/resources/resource.h"
#include "engine/assembler.h"
#include "engine/charset.h"
#include "engine/context.h"
#include "engine/convert.h"
#include "engine/exchange.h"

namespace kamel::connectors {
namespace {

using mustache::Scopes;
using mustache::Template;
using TemplatePtr = std::shared_ptr<const Template>;

constexpr Field kFields[] = {
    {.name = "contentCache", .type = FieldType::Bool, .summary = "read the template once, not for each message", .fallback = "true", .scope = "producer"},
    {.name = "allowTemplateFromHeader", .type = FieldType::Bool, .summary = "the headers MustacheTemplate and MustacheResourceUri may bring a template", .fallback = "false", .scope = "producer"},
    {.name = "allowContextMapAll", .type = FieldType::Bool, .summary = "templates see exchange, exchangeProperties and camelContext, too", .fallback = "false", .scope = "producer"},
    {.name = "encoding", .summary = "the template's encoding", .fallback = "UTF-8", .scope = "producer"},
    {.name = "startDelimiter", .summary = "what begins a tag", .fallback = "{{", .scope = "producer"},
    {.name = "endDelimiter", .summary = "what ends a tag", .fallback = "}}", .scope = "producer"},
};

struct Settings {
  std::string uri, encoding, open, close;
  bool caches = true, from_header = false, sees_all = false;
};

Result<Slice> read(const std::string& uri, const std::string& encoding) {
  auto text = resources::read(uri);
  return !text || encoding == "UTF-8" ? text : recode(*text, encoding, "UTF-8");
}

// Partials stand beside the template, with its ending.
mustache::Partials partials_of(const Settings& settings) {
  return [settings](std::string_view name) -> Result<Slice> {
    const std::size_t slash = settings.uri.find_last_of("/:"), dot = settings.uri.rfind('.');
    const bool ends = dot != std::string::npos && (slash == std::string::npos || dot > slash);
    const std::string folder = slash == std::string::npos ? "" : settings.uri.substr(0, slash + 1);
    return read(folder + std::string(name) + (ends ? settings.uri.substr(dot) : ""), settings.encoding);
  };
}

Result<TemplatePtr> compile(const Slice& text, const Settings& settings) { return Template::compile(text.view(), settings.open, settings.close, partials_of(settings)); }

Result<TemplatePtr> load(const Settings& settings) {
  const auto text = read(settings.uri, settings.encoding);
  return text ? compile(*text, settings) : Result<TemplatePtr>(text.error());
}

Map message_map(const Exchange& exchange) {
  return Map{{"body", exchange.message.body}, {"headers", Value(exchange.message.headers.to_map())}};
}

/// Headers, for templates: names ignore case.
class HeaderScope final : public Object {
 public:
  explicit HeaderScope(const Headers& headers) : headers_(headers) {}
  std::string_view java_class() const noexcept override { return "org.apache.camel.util.CaseInsensitiveMap"; }
  std::string text() const override { return to_text(Value(headers_.to_map())).str(); }
  std::optional<Value> property(std::string_view name) const override { return headers_.get(name); }

 private:
  const Headers& headers_;  // of the exchange whose template is being filled
};

Value scope_of(Exchange& exchange, bool all) {
  Map scope;
  scope.set("body", exchange.message.body);
  for (const std::string_view name : {"headers", "header"}) scope.set(Slice::literal(name), Value(std::make_unique<HeaderScope>(exchange.message.headers)));
  scope.set("variables", Value(exchange.variables.to_map()));
  if (!all) return Value(std::move(scope));
  const Value message(message_map(exchange));
  for (const std::string_view name : {"in", "request", "out", "response"}) scope.set(Slice::literal(name), message);
  scope.set("exchangeProperties", Value(exchange.properties.to_map()));
  scope.set("exchange", Value(Map{{"exchangeId", exchange.id()},
                                  {"pattern", exchange.pattern == Pattern::InOut ? "InOut" : "InOnly"},
                                  {"fromRouteId", exchange.from_route_id().empty() ? Value() : Value(exchange.from_route_id())},
                                  {"properties", Value(exchange.properties.to_map())},
                                  {"variables", Value(exchange.variables.to_map())},
                                  {"in", message},
                                  {"message", message}}));
  scope.set("camelContext", Value(Map{{"name", exchange.context().name()}}));
  return Value(std::move(scope));
}

class Fill final : public Step {
 public:
  /// `own`: the endpoint's template, where it could be read already.
  Fill(Settings settings, TemplatePtr own) : settings_(std::move(settings)), own_(std::move(own)) {}

  Flow run(Exchange& exchange) const override {
    auto made = template_for(exchange);
    if (!made) return exchange.fail(made.error());
    Scopes scopes;
    scopes.push(scope_of(exchange, settings_.sees_all));
    Slice text = (*made)->fill(scopes);
    exchange.message.body = std::move(text);
    return Flow::Next;
  }

 private:
  Result<TemplatePtr> template_for(Exchange& exchange) const {
    if (settings_.from_header) {
      Headers& headers = exchange.message.headers;
      if (const Value uri = headers.get("MustacheResourceUri"); !uri.is_null()) {
        headers.erase("MustacheResourceUri");
        Settings other = settings_;
        other.uri = to_text(uri).str();
        return load(other);
      }
      if (const Value text = headers.get("MustacheTemplate"); !text.is_null()) {
        auto made = remembered(to_text(text));
        if (made) headers.erase("MustacheTemplate");
        return made;
      }
    }
    if (own_ && settings_.caches) return own_;
    const std::lock_guard lock(mutex_);
    if (late_ && settings_.caches) return late_;
    auto made = load(settings_);
    if (made) late_ = *made;
    return made;
  }

  // A handful is remembered; a header that holds a new one each time does not fill the memory.
  Result<TemplatePtr> remembered(const Slice& text) const {
    constexpr std::size_t kRemembered = 100;
    const std::lock_guard lock(mutex_);
    if (const auto found = made_.find(text.str()); found != made_.end()) return found->second;
    auto made = compile(text, settings_);
    if (!made) return made;
    if (made_.size() >= kRemembered) made_.clear();
    made_.emplace(text.str(), *made);
    return made;
  }

  const Settings settings_;
  const TemplatePtr own_;
  mutable std::mutex mutex_;
  mutable TemplatePtr late_;  // read when a message came
  mutable std::unordered_map<std::string, TemplatePtr> made_;
};

// A template that is missing or broken is told when the route is read, but, as in Camel, it fails the messages and not the route: it may come later.
std::unique_ptr<const Step> producer(const EndpointDecl& decl, Assembler& assembler) {
  Settings settings{.uri = decl.uri.path, .encoding = decl.options.text("encoding"), .open = decl.options.text("startDelimiter"), .close = decl.options.text("endDelimiter")};
  settings.caches = decl.options.flag("contentCache");
  settings.from_header = decl.options.flag("allowTemplateFromHeader");
  settings.sees_all = decl.options.flag("allowContextMapAll");
  if (settings.open.empty() || settings.close.empty()) {
    assembler.error(decl.mark, "a delimiter cannot be empty", {}, "java.lang.IllegalArgumentException");
    return nullptr;
  }
  const auto made = load(settings);
  if (!made && !settings.from_header) {
    assembler.diagnostics().warning(decl.mark, "the template " + settings.uri + " cannot be used: " + std::string(made.error().message()), "messages fail until it can");
  }
  return std::make_unique<Fill>(std::move(settings), made ? *made : nullptr);
}

}  // namespace

ComponentSpec mustache() {
  return {.scheme = "mustache",
          .syntax = "mustache:resourceUri",
          .summary = "Fills a Mustache template with the message.",
          .fields = kFields,
          .example = "mustache:file:letter.mustache",
          .producer = producer};
}

}  // namespace kamel::connectors
