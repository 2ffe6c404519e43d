#include "kamel-cli/http/client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <memory>

namespace kamel::cli {
namespace {

struct CloseCurl {
  void operator()(CURL* curl) const noexcept { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using Curl = std::unique_ptr<CURL, CloseCurl>;
using CurlList = std::unique_ptr<curl_slist, CloseCurl>;

std::string trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
  return std::string(text);
}

std::size_t take_body(char* data, std::size_t, std::size_t size, void* reply) {
  static_cast<HttpReply*>(reply)->body.append(data, size);
  return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* out) {
  auto& reply = *static_cast<HttpReply*>(out);
  const std::string_view line(data, size);
  if (line.starts_with("HTTP/")) reply.headers.clear();  // the reply to another try, or after a 100 Continue
  if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    std::string name = trimmed(line.substr(0, colon));
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    reply.headers.emplace_back(std::move(name), trimmed(line.substr(colon + 1)));
  }
  return size;
}

CurlList header_list(const HttpCall& call) {
  CurlList list;
  for (const auto& [name, value] : call.headers) {
    const std::string line = value.empty() ? name + ":" : name + ": " + value;
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) break;
    (void)list.release();
    list.reset(longer);
  }
  return list;
}

Error failure(CURLcode code, const std::string& url) {
  const std::string message = std::string(curl_easy_strerror(code)) + ": " + url;
  if (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST) return Error("java.net.ConnectException", message);
  if (code == CURLE_OPERATION_TIMEDOUT) return Error("java.net.http.HttpTimeoutException", message);
  return Error("java.io.IOException", message);
}

void set_method(CURL* curl, const HttpCall& call) {
  if (call.method == "HEAD")
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  else
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, call.method.c_str());
  if (!call.has_body) return;
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call.body.data());
}

}  // namespace

Result<HttpReply> request(const HttpCall& call) {
  const Curl curl(curl_easy_init());
  if (!curl) return Error("java.io.IOException", "libcurl cannot start");
  HttpReply reply;
  const CurlList headers = header_list(call);
  set_method(curl.get(), call);
  curl_easy_setopt(curl.get(), CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, call.follow_redirects ? 1L : 0L);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(call.timeout.count()));
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &reply);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &reply);
  if (const CURLcode code = curl_easy_perform(curl.get()); code != CURLE_OK) return failure(code, call.url);
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &reply.status);
  return reply;
}

Result<std::string> fetch(const std::string& url) {
  HttpCall call;
  call.url = url;
  call.follow_redirects = true;
  constexpr std::string_view kGitHub = "https://github.com/";
  if (const auto blob = url.find("/blob/"); url.starts_with(kGitHub) && blob != std::string::npos) {
    call.url = "https://raw.githubusercontent.com/" + url.substr(kGitHub.size(), blob - kGitHub.size()) + url.substr(blob + 5);
  }
  Result<HttpReply> reply = request(call);
  if (!reply) return reply.error();
  if (reply->status != 200) return Error("java.io.IOException", "the server answered " + std::to_string(reply->status) + ": " + url);
  return std::move(reply->body);
}

bool is_url(std::string_view text) noexcept { return text.starts_with("http://") || text.starts_with("https://"); }

}  // namespace kamel::cli
