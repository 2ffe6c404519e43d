#include "operator/kube/client.h"

#include <thread>

namespace kamel::kube {
namespace json = boost::json;
namespace {

constexpr int kPatience = 5;  // tries, a second apart
constexpr int kPage = 100;  // a page is held as text and as objects at the same time
constexpr std::chrono::seconds kWatch{290};    // for how long a watch is asked
constexpr std::chrono::seconds kSilence{310};  // bookmarks come each minute; a dead connection does not send them

Failure refusal(long status, const std::string& body) {
  json::error_code error;
  const json::value parsed = json::parse(body, error);
  if (error || !parsed.is_object()) return Failure(status, "", body.substr(0, 300));
  return Failure(status, text_at(parsed.get_object(), {"reason"}), text_at(parsed.get_object(), {"message"}));
}

bool is_good(long status) { return status >= 200 && status < 300; }

std::string query(const Selection& selection) {
  std::string out;
  if (!selection.labels.empty()) out += "&labelSelector=" + query_text(selection.labels);
  if (!selection.fields.empty()) out += "&fieldSelector=" + query_text(selection.fields);
  return out;
}

Change change_of(std::string_view type) {
  if (type == "ADDED") return Change::Added;
  if (type == "DELETED") return Change::Deleted;
  return type == "BOOKMARK" ? Change::Bookmark : Change::Modified;
}

}  // namespace

std::string query_text(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

// An API server that has just begun asks for patience (429). Who has little time, such as a leader, tries by itself.
Outcome<Object> Client::send(const Request& request) {
  Outcome<Reply> reply = transport_.send(request);
  for (int attempt = 0; reply && reply->status == 429 && request.timeout >= kAnswer && attempt < kPatience; ++attempt) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    reply = transport_.send(request);
  }
  if (!reply) return reply.error();
  if (!is_good(reply->status)) return refusal(reply->status, reply->body);
  json::error_code error;
  json::value parsed = json::parse(reply->body, error);
  if (error || !parsed.is_object()) return Failure(reply->status, "", "the API server's answer to " + request.path + " is no object");
  return std::move(parsed.get_object());
}

Outcome<Object> Client::get(const Resource& resource, const Key& key, std::chrono::milliseconds limit) {
  return send({.path = resource.path(key), .timeout = limit});
}

Outcome<Listing> Client::list(const Resource& resource, const Selection& selection) {
  Listing listing;
  std::string next;
  do {
    std::string path = resource.path({selection.space, {}}) + "?limit=" + std::to_string(kPage) + query(selection);
    if (!next.empty()) path += "&continue=" + query_text(next);
    Outcome<Object> page = send({.path = path});
    if (!page && page.error().gone() && !next.empty()) return list(resource, selection);  // it took too long: from the start
    if (!page) return page.error();
    listing.version = text_at(*page, {"metadata", "resourceVersion"});
    next = text_at(*page, {"metadata", "continue"});
    json::value* items = page->if_contains("items");
    if (items == nullptr || !items->is_array()) continue;
    for (json::value& item : items->get_array()) {
      if (!item.is_object()) continue;
      item.get_object()["apiVersion"] = resource.api_version;  // lists leave them out
      item.get_object()["kind"] = resource.kind;
      listing.items.push_back(std::move(item.get_object()));
    }
  } while (!next.empty());
  return listing;
}

Outcome<Object> Client::create(const Resource& resource, const Object& object) {
  return send({.method = "POST", .path = resource.path({key_of(object).space, {}}), .body = json::serialize(object)});
}

Outcome<Object> Client::update(const Resource& resource, const Object& object, std::chrono::milliseconds limit) {
  return send({.method = "PUT", .path = resource.path(key_of(object)), .body = json::serialize(object), .timeout = limit});
}

Outcome<Object> Client::apply(const Resource& resource, const Object& object, std::string_view manager, std::string_view subresource) {
  return send({.method = "PATCH",
               .path = resource.path(key_of(object), subresource) + "?force=true&fieldManager=" + query_text(manager),
               .body = json::serialize(object),
               .content_type = "application/apply-patch+yaml"});
}

Outcome<Object> Client::merge(const Resource& resource, const Key& key, const Object& patch, std::string_view subresource) {
  return send({.method = "PATCH",
               .path = resource.path(key, subresource),
               .body = json::serialize(patch),
               .content_type = "application/merge-patch+json"});
}

Outcome<> Client::remove(const Resource& resource, const Key& key) {
  const Outcome<Object> done = send({.method = "DELETE", .path = resource.path(key) + "?propagationPolicy=Background"});
  if (!done && !done.error().not_found()) return done.error();
  return {};
}

Outcome<> Client::watch(const Resource& resource, const Selection& selection, const std::string& version, std::stop_token stop,
                        const std::function<void(Change, Object)>& changed) {
  const std::string path = resource.path({selection.space, {}}) + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=" +
                           std::to_string(kWatch.count()) + "&resourceVersion=" + query_text(version) + query(selection);
  std::optional<Failure> failed;
  const auto line = [&](std::string_view text) {
    json::error_code error;
    json::value event = json::parse(text, error);
    if (error || !event.is_object() || failed) return;
    json::value* object = event.get_object().if_contains("object");
    if (object == nullptr || !object->is_object()) return;
    const std::string type = text_at(event.get_object(), {"type"});
    if (type == "ERROR") {
      failed.emplace(whole_at(object->get_object(), {"code"}), text_at(object->get_object(), {"reason"}), text_at(object->get_object(), {"message"}));
      return;
    }
    changed(change_of(type), std::move(object->get_object()));
  };
  std::string refused;
  const Outcome<long> status = transport_.stream({.path = path}, line, stop, kSilence, refused);
  if (failed) return *failed;
  if (!status) return status.error();
  if (*status != 0 && !is_good(*status)) return refusal(*status, refused);
  return {};
}

Outcome<Resource> Client::discover(const std::string& api_version, const std::string& kind) {
  const std::lock_guard lock(mutex_);
  if (const auto known = known_.find({api_version, kind}); known != known_.end()) return known->second;
  const Outcome<Object> group = send({.path = (api_version.find('/') == std::string::npos ? "/api/" : "/apis/") + api_version});
  if (!group) return group.error();
  for (const json::value& entry : list_at(*group, {"resources"})) {
    if (!entry.is_object()) continue;
    const Object& described = entry.get_object();
    const std::string plural = text_at(described, {"name"});
    if (plural.find('/') != std::string::npos) continue;
    const std::string named = text_at(described, {"kind"});
    known_[{api_version, named}] = Resource{api_version, named, plural, true_at(described, {"namespaced"})};
  }
  if (const auto known = known_.find({api_version, kind}); known != known_.end()) return known->second;
  return Failure(404, "NotFound", "the cluster has no " + kind + " of " + api_version);
}

Outcome<std::string> Client::raw(const std::string& method, const std::string& path, const std::string& body) {
  Outcome<Reply> reply = transport_.send({.method = method, .path = path, .body = body});
  if (!reply) return reply.error();
  if (!is_good(reply->status)) return refusal(reply->status, reply->body);
  return std::move(reply->body);
}

Outcome<> Client::follow(const std::string& path, std::stop_token stop, const std::function<void(std::string_view)>& line) {
  std::string refused;
  const Outcome<long> status = transport_.stream({.path = path}, line, stop, std::chrono::hours(24), refused);
  if (!status) return status.error();
  if (*status != 0 && !is_good(*status)) return refusal(*status, refused);
  return {};
}

}  // namespace kamel::kube
