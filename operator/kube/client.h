// Client: what can be asked of the API server.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "operator/kube/resource.h"
#include "operator/kube/transport.h"

namespace kamel::kube {

/// Which objects of a kind: all where nothing is said.
struct Selection {
  std::string space;  // "": of every namespace
  std::string labels, fields;
};

struct Listing {
  std::vector<Object> items;
  std::string version;  // resourceVersion to watch from
};

/// How long an answer is waited for where nobody says less.
inline constexpr std::chrono::milliseconds kAnswer{30'000};

enum class Change : std::uint8_t { Added, Modified, Deleted, Bookmark };

/// Any thread; every call blocks.
class Client {
 public:
  explicit Client(Access access) : transport_(std::move(access)) {}

  Outcome<Object> get(const Resource& resource, const Key& key, std::chrono::milliseconds limit = kAnswer);
  /// Page by page, so that neither side holds more than it must at once.
  Outcome<Listing> list(const Resource& resource, const Selection& selection);
  Outcome<Object> create(const Resource& resource, const Object& object);
  /// Optimistic: fails with Conflict when the object's resourceVersion is no longer the newest.
  Outcome<Object> update(const Resource& resource, const Object& object, std::chrono::milliseconds limit = kAnswer);
  /// Server-side apply in the name of `manager`, taking fields from others (force).
  Outcome<Object> apply(const Resource& resource, const Object& object, std::string_view manager, std::string_view subresource = {});
  /// JSON merge patch.
  Outcome<Object> merge(const Resource& resource, const Key& key, const Object& patch, std::string_view subresource = {});
  /// Dependents go in the background. One that is not there is fine.
  Outcome<> remove(const Resource& resource, const Key& key);

  /// Tells changes from `version` on until the server ends the watch (each few minutes), or within a second of `stop`. Fails with Expired (410)
  /// when `version` is too old: list again. A Bookmark's object has only a resourceVersion.
  Outcome<> watch(const Resource& resource, const Selection& selection, const std::string& version, std::stop_token stop,
                  const std::function<void(Change, Object)>& changed);

  /// The resource of a kind that some group has, asked once and remembered. Fails with NotFound where the cluster does not know the kind.
  Outcome<Resource> discover(const std::string& api_version, const std::string& kind);
  /// Any other path, such as a pod's log; the body of a 2xx.
  Outcome<std::string> raw(const std::string& method, const std::string& path, const std::string& body = {});
  /// A stream of lines, such as a followed log.
  Outcome<> follow(const std::string& path, std::stop_token stop, const std::function<void(std::string_view)>& line);

  const Access& access() const noexcept { return transport_.access(); }

 private:
  Outcome<Object> send(const Request& request);
  Transport transport_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Resource> known_;
};

/// Percent-encodes a query's value.
std::string query_text(std::string_view text);

}  // namespace kamel::kube
