#include "connectors/http/cors.h"

#include <algorithm>

#include "connectors/http/text.h"
#include "dsl/fields.h"
#include "engine/context.h"
#include "engine/named_values.h"

namespace kamel::http {

std::unique_ptr<Cors> Cors::of(const Context& context) {
  const auto text = [&](std::string_view name) { return context.property("quarkus.http.cors" + std::string(name)).value_or(""); };
  if (text("") != "true" && text(".enabled") != "true") return nullptr;
  auto cors = std::make_unique<Cors>();
  cors->origins_ = split_list(text(".origins"));
  cors->methods_ = text(".methods");
  cors->headers_ = text(".headers");
  cors->exposed_ = text(".exposed-headers");
  cors->credentials_ = text(".access-control-allow-credentials") == "true";
  if (const auto age = parse_duration(text(".access-control-max-age"))) cors->max_age_ = std::to_string(age->count() / 1000);
  return cors;
}

bool Cors::is_preflight(const Request& request) const {
  return request.method == "OPTIONS" && !request.header("Origin").empty() && !request.header("Access-Control-Request-Method").empty();
}

bool Cors::allows(std::string_view origin) const {
  if (origin.empty()) return false;
  return origins_.empty() || std::ranges::any_of(origins_, [&](const std::string& one) { return one == "*" || same_ignoring_case(one, origin); });
}

void Cors::allow(std::string_view origin, Response& response) const {
  response.header("access-control-allow-origin", origin);
  response.header("vary", "Origin");
  if (credentials_) response.header("access-control-allow-credentials", "true");
}

void Cors::answer_preflight(const Request& request, Response& response) const {
  const std::string_view origin = request.header("Origin");
  if (!allows(origin)) return response.status(403);
  response.status(200);
  allow(origin, response);
  response.header("access-control-allow-methods", methods_.empty() ? request.header("Access-Control-Request-Method") : std::string_view(methods_));
  const std::string_view wanted = headers_.empty() ? request.header("Access-Control-Request-Headers") : std::string_view(headers_);
  if (!wanted.empty()) response.header("access-control-allow-headers", wanted);
  if (!max_age_.empty()) response.header("access-control-max-age", max_age_);
}

void Cors::dress(const Request& request, Response& response) const {
  const std::string_view origin = request.header("Origin");
  if (!allows(origin) || !response.find("Access-Control-Allow-Origin").empty()) return;
  allow(origin, response);
  if (!exposed_.empty()) response.header("access-control-expose-headers", exposed_);
}

}  // namespace kamel::http
