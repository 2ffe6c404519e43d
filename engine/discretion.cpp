#include "engine/discretion.h"

#include <algorithm>

namespace kamel {
namespace {

bool is_secret(const Parameter& parameter, const ComponentSpec& spec) {
  if (parameter.value.empty()) return false;
  if (parameter.raw) return true;
  const auto field = std::ranges::find(spec.fields, parameter.name, &Field::name);
  return field != spec.fields.end() && field->secret;
}

void replace(std::string& text, std::string_view secret) {
  constexpr std::string_view kMasked = "xxxxxx";
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + kMasked.size())) text.replace(at, secret.size(), kMasked);
}

}  // namespace

void Discretion::hide(const EndpointUri& uri, const ComponentSpec& spec) const {
  std::vector<std::string_view> secrets;
  for (const Parameter& parameter : uri.parameters) {
    if (is_secret(parameter, spec)) secrets.push_back(parameter.value);
  }
  if (secrets.empty() || diagnostics_.list().size() == before_) return;
  Diagnostics shown;
  for (Diagnostic told : diagnostics_.list()) {
    for (const std::string_view secret : secrets) {
      if (shown.list().size() < before_) break;  // it is not about this endpoint
      replace(told.message, secret);
      replace(told.hint, secret);
    }
    shown.add(std::move(told));
  }
  diagnostics_ = std::move(shown);
}

}  // namespace kamel
