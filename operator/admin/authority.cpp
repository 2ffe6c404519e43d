#include "operator/admin/authority.h"

#include "operator/integration/desired.h"
#include "operator/kube/files.h"

namespace kamel::cluster {
using kube::Object;
using kube::Outcome;
namespace {

constexpr std::chrono::hours kRenewal{30 * 24};
constexpr std::chrono::minutes kRecheck{10};
constexpr std::string_view kOwnName = "kamel-operator";

Object secret(const std::string& space, std::string_view name, const std::map<std::string, std::string>& data) {
  Object encoded;
  for (const auto& [key, value] : data) encoded[key] = kube::to_base64(value);
  return {{"apiVersion", "v1"},
          {"kind", "Secret"},
          {"metadata", Object{{"namespace", space}, {"name", name}, {"labels", Object{{"app.kubernetes.io/managed-by", kOwnName}}}}},
          {"type", "Opaque"},
          {"data", std::move(encoded)}};
}

std::string field(const Object& object, std::string_view key) { return kube::from_base64(kube::text_at(object, {"data", key})); }

}  // namespace

Outcome<Object> Authority::make() {
  const Outcome<KeyPair> authority = make_authority();
  if (!authority) return authority.error();
  const Outcome<KeyPair> own = issue(*authority, Purpose::Client, std::string(kOwnName));
  if (!own) return own.error();
  const Object fresh = secret(space_, kAuthoritySecret,
                              {{"ca.crt", authority->certificate}, {"ca.key", authority->key}, {"tls.crt", own->certificate}, {"tls.key", own->key}});
  Outcome<Object> made = client_.create(kube::resources::secrets, fresh);
  if (!made && made.error().conflict()) return client_.get(kube::resources::secrets, {space_, std::string(kAuthoritySecret)});
  return made;
}

Outcome<> Authority::open() {
  Outcome<Object> found = client_.get(kube::resources::secrets, {space_, std::string(kAuthoritySecret)});
  if (!found && found.error().not_found()) found = make();
  if (!found) return found.error();
  authority_ = {field(*found, "ca.crt"), field(*found, "ca.key")};
  own_ = {field(*found, "tls.crt"), field(*found, "tls.key")};
  if (time_left(authority_.certificate, authority_.certificate) < kRenewal) {
    return kube::Failure(0, "", "Secret " + space_ + "/" + std::string(kAuthoritySecret) + " holds no authority that is still good; delete it, and a new one is made");
  }
  return time_left(own_.certificate, authority_.certificate) < kRenewal ? renew_own() : Outcome<>();
}

Outcome<> Authority::renew_own() {
  Outcome<KeyPair> own = issue(authority_, Purpose::Client, std::string(kOwnName));
  if (!own) return own.error();
  own_ = std::move(*own);
  const Object patch{{"data", Object{{"tls.crt", kube::to_base64(own_.certificate)}, {"tls.key", kube::to_base64(own_.key)}}}};
  const Outcome<Object> done = client_.merge(kube::resources::secrets, {space_, std::string(kAuthoritySecret)}, patch);
  if (!done) return done.error();
  return {};
}

Outcome<> Authority::provide(const std::string& space) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (const auto last = provided_.find(space); last != provided_.end() && now - last->second < kRecheck) return {};
  const Outcome<Object> there = client_.get(kube::resources::secrets, {space, std::string(kAdminSecret)});
  if (!there && !there.error().not_found()) return there.error();
  const bool good = there && field(*there, "ca.crt") == authority_.certificate && time_left(field(*there, "tls.crt"), authority_.certificate) > kRenewal;
  if (!good) {
    const Outcome<KeyPair> pair = issue(authority_, Purpose::Server, server_name(space));
    if (!pair) return pair.error();
    const Object fresh = secret(space, kAdminSecret, {{"ca.crt", authority_.certificate}, {"tls.crt", pair->certificate}, {"tls.key", pair->key}});
    if (const Outcome<Object> done = client_.apply(kube::resources::secrets, fresh, kFieldOwner); !done) return done.error();
  }
  provided_[space] = now;
  return {};
}

}  // namespace kamel::cluster
