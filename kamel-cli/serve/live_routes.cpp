#include "kamel-cli/serve/live_routes.h"

#include <algorithm>
#include <filesystem>

#include "kamel-cli/load/declared.h"
#include "kamel-cli/output/paint.h"
#include "kamel-cli/run/report.h"

namespace kamel::cli {
namespace {

SourcePtr source(cluster::NamedText& text) { return std::make_shared<const Source>(Source{std::move(text.name), std::move(text.text)}); }

RouteSet declared(cluster::Push& push, const std::string& name, Diagnostics& diagnostics) {
  Properties properties;
  for (auto& [key, value] : push.properties) properties.set(key, std::move(value));
  load_environment(properties);
  std::vector<SourcePtr> sources;
  for (std::vector<cluster::NamedText>* texts : {&push.kamelets, &push.sources}) {
    for (cluster::NamedText& text : *texts) sources.push_back(source(text));
  }
  std::ranges::sort(sources, {}, [](const SourcePtr& one) -> const std::string& { return one->name; });  // routes without an id are numbered in this order
  RouteSet set = load_routes(sources, std::move(properties), diagnostics);
  if (!name.empty()) set.name = name;
  return set;
}

// A folder as a push: the same names, so that the same routes have the same ids either way.
cluster::Push mounted(const std::string& folder, Diagnostics& diagnostics) {
  cluster::Push out;
  Inputs inputs = read_inputs({folder}, diagnostics);
  for (const SourcePtr& file : inputs.routes) out.sources.push_back({std::filesystem::path(file->name).filename().string(), file->text});
  Properties properties;
  const std::string beside = folder + "/application.properties";
  if (std::filesystem::exists(beside)) {
    if (const SourcePtr file = read_source(beside, diagnostics)) properties.load(file, diagnostics);
  }
  load_mounted(properties, diagnostics);
  for (const auto& [key, value] : properties.all()) out.properties.emplace(key, value);
  return out;
}

Reply reply(unsigned status, const cluster::Receipt& receipt) { return {status, write(receipt)}; }

}  // namespace

// Without errors or not at all.
Applied LiveRoutes::apply(cluster::Push push, Diagnostics& diagnostics) {
  RouteSet set = declared(push, name_, diagnostics);
  if (!diagnostics.has_errors()) return runtime_.apply(std::move(set), diagnostics);
  runtime_.check(std::move(set), diagnostics);  // so that all errors are told at once
  return {};
}

Applied LiveRoutes::start(const std::string& folder, Diagnostics& diagnostics) {
  const std::lock_guard lock(mutex_);
  cluster::Push found = mounted(folder, diagnostics);
  if (diagnostics.has_errors()) return {};
  Applied applied = apply(std::move(found), diagnostics);
  running_ = applied.ok;
  return applied;
}

cluster::Receipt LiveRoutes::receipt() const {
  cluster::Receipt out;
  out.running = version_;
  out.routes = static_cast<std::int64_t>(runtime_.status().size());
  return out;
}

Reply LiveRoutes::put(const std::string& body) {
  const auto began = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  Result<cluster::Push> push = cluster::read_push(body);
  cluster::Receipt out;
  if (!push) {
    out.running = version_;
    out.problem = push.error().message();
    return reply(400, out);
  }
  if (push->version.is_older_than(version_)) {
    out = receipt();
    out.problem = "revision " + std::to_string(version_.revision) + " of generation " + std::to_string(version_.generation) + " runs already";
    return reply(409, out);
  }
  Applied applied;
  Diagnostics diagnostics;
  const bool same = running_ && push->version.digest == version_.digest;
  const cluster::Version version = push->version;
  if (!same) applied = apply(std::move(*push), diagnostics);
  if (same || applied.ok) {
    version_ = version;
    running_ = true;
  }
  out = receipt();
  out.change = change_text(applied, Paint(false));
  out.diagnostics = cluster::findings(diagnostics);
  out.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
  if (!same && !applied.ok) out.problem = "nothing has changed";
  return reply(same || applied.ok ? 200 : 422, out);
}

Reply LiveRoutes::answer(std::string_view method, std::string_view target, const std::string& body) {
  if (target != "/routes") return {404, "{\"problem\":\"there is only /routes\"}\n"};
  if (method == "PUT") return put(body);
  if (method != "GET") return {405, "{\"problem\":\"GET or PUT\"}\n"};
  const std::lock_guard lock(mutex_);
  return reply(200, receipt());
}

}  // namespace kamel::cli
