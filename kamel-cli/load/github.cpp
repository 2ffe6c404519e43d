#include "kamel-cli/load/github.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cctype>
#include <cstdlib>

#include "kamel-cli/http/client.h"
#include "operator/kube/object.h"

namespace kamel::cli {

std::optional<std::string> github_url(const std::string& text) {
  constexpr std::string_view kScheme = "github:", kBranch = "branch=";
  if (!text.starts_with(kScheme)) return std::nullopt;
  std::string_view rest = std::string_view(text).substr(kScheme.size());
  const auto query = std::min(rest.find('?'), rest.size());
  std::string_view branch = "HEAD";
  if (const auto at = rest.find(kBranch, query); at != std::string_view::npos) branch = rest.substr(at + kBranch.size(), rest.find('&', at) - at - kBranch.size());
  rest = rest.substr(0, query);
  const auto repository = rest.find('/'), path = repository == std::string_view::npos ? repository : rest.find('/', repository + 1);
  if (path == std::string_view::npos || path + 1 >= rest.size() || branch.empty()) return std::nullopt;
  return "https://raw.githubusercontent.com/" + std::string(rest.substr(0, path)) + "/" + std::string(branch) + std::string(rest.substr(path));
}

std::optional<std::string> gist_id(const std::string& text) {
  constexpr std::string_view kScheme = "gist:", kSite = "https://gist.github.com/";
  std::string id;
  if (text.starts_with(kScheme)) id = text.substr(kScheme.size());
  if (text.starts_with(kSite)) id = text.substr(text.rfind('/') + 1);
  const bool good = !id.empty() && std::ranges::all_of(id, [](unsigned char c) { return std::isalnum(c) != 0; });
  return good ? std::optional(id) : std::nullopt;
}

Result<std::vector<std::pair<std::string, std::string>>> gist_files(const std::string& answer) {
  boost::json::error_code failed;
  const boost::json::value parsed = boost::json::parse(answer, failed);
  if (failed || !parsed.is_object()) return Error("java.io.IOException", "GitHub's answer is no JSON object");
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& [name, file] : kube::object_at(parsed.get_object(), {"files"})) {
    if (!file.is_object()) continue;
    if (kube::true_at(file.get_object(), {"truncated"})) return Error("java.io.IOException", "'" + std::string(name) + "' is too large for a gist's listing; name its raw URL instead");
    out.emplace_back(name, kube::text_at(file.get_object(), {"content"}));
  }
  if (out.empty()) return Error("java.io.IOException", "the gist has no files");
  return out;
}

Result<std::vector<std::pair<std::string, std::string>>> fetch_gist(const std::string& id) {
  HttpCall call;
  call.url = "https://api.github.com/gists/" + id;
  call.headers = {{"Accept", "application/vnd.github+json"}, {"User-Agent", "kamel"}};
  if (const char* token = std::getenv("GITHUB_TOKEN"); token != nullptr && *token != '\0') call.headers.emplace_back("Authorization", "Bearer " + std::string(token));
  const Result<HttpReply> reply = request(call);
  if (!reply) return reply.error();
  if (reply->status != 200) return Error("java.io.IOException", "GitHub answered " + std::to_string(reply->status));
  return gist_files(reply->body);
}

}  // namespace kamel::cli
