#include "operator/kube/transport.h"

namespace kamel::kube {
namespace {

constexpr std::size_t kMostIdle = 8;
constexpr std::size_t kMostBody = 256U << 20;  // a list of everything in a big cluster is less

struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

void add(HeaderList& list, const std::string& line) {
  if (curl_slist* longer = curl_slist_append(list.get(), line.c_str()); longer != nullptr) {
    (void)list.release();
    list.reset(longer);
  }
}

HeaderList headers(const Request& request, const Credential& credential) {
  HeaderList list;
  add(list, "Accept: application/json");
  add(list, "User-Agent: kamel/" KAMEL_VERSION);
  add(list, "Expect:");
  if (!request.body.empty()) add(list, "Content-Type: " + request.content_type);
  if (!credential.token.empty()) add(list, "Authorization: Bearer " + credential.token);
  return list;
}

void set_blob(CURL* curl, CURLoption option, const std::string& text) {
  if (text.empty()) return;
  curl_blob blob{const_cast<char*>(text.data()), text.size(), CURL_BLOB_COPY};
  curl_easy_setopt(curl, option, &blob);
}

void set_tls(CURL* curl, const Access& access, const Credential& credential) {
  set_blob(curl, CURLOPT_CAINFO_BLOB, access.ca);
  set_blob(curl, CURLOPT_SSLCERT_BLOB, credential.certificate);
  set_blob(curl, CURLOPT_SSLKEY_BLOB, credential.key);
  if (access.insecure) {
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
  }
}

void prepare(CURL* curl, const Access& access, const Credential& credential, const Request& request, curl_slist* list) {
  curl_easy_reset(curl);  // the connection stays
  curl_easy_setopt(curl, CURLOPT_URL, (access.server + request.path).c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, 5000L);
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
  set_tls(curl, access, credential);
  if (!access.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, access.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, access.password.c_str());
  }
  if (!request.body.empty()) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
  }
}

// A server that is reached by another name than its certificate's: connect to the one, ask for the other.
HeaderList connect_to(const Access& access, CURL* curl) {
  HeaderList list;
  if (access.server_name.empty()) return list;
  const std::string rest = access.server.substr(access.server.find("//") + 2);
  add(list, "::" + rest);
  curl_easy_setopt(curl, CURLOPT_CONNECT_TO, list.get());
  return list;
}

std::string named_server(const Access& access) {
  const std::string rest = access.server.substr(access.server.find("//") + 2);
  const auto colon = rest.rfind(':');
  return "https://" + access.server_name + (colon != std::string::npos && rest.find(']', colon) == std::string::npos ? rest.substr(colon) : "");
}

Failure silence(CURLcode code, const char* details, const Access& access) {
  const std::string why = *details != '\0' ? details : curl_easy_strerror(code);
  return Failure(0, "", access.server + " does not answer: " + why);
}

std::size_t take_body(char* data, std::size_t, std::size_t size, void* out) {
  auto& body = *static_cast<std::string*>(out);
  if (body.size() + size > kMostBody) return 0;
  body.append(data, size);
  return size;
}

// What a stream has sent and nobody has seen yet.
struct Lines {
  CURL* curl;
  const std::function<void(std::string_view)>& line;
  std::string& refusal;
  std::stop_token stop;
  std::string rest;

  std::size_t take(std::string_view piece) {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) {
      if (refusal.size() < 65536) refusal.append(piece);
      return piece.size();
    }
    const std::size_t size = piece.size();
    for (auto end = piece.find('\n'); end != std::string_view::npos; end = piece.find('\n')) {
      if (rest.empty()) {
        line(piece.substr(0, end));
      } else {
        rest.append(piece.substr(0, end));
        line(rest);
        rest.clear();
      }
      piece.remove_prefix(end + 1);
    }
    rest.append(piece);
    return rest.size() > kMostBody ? 0 : size;
  }
};

std::size_t take_lines(char* data, std::size_t, std::size_t size, void* lines) { return static_cast<Lines*>(lines)->take({data, size}); }

int look_for_stop(void* lines, curl_off_t, curl_off_t, curl_off_t, curl_off_t) { return static_cast<Lines*>(lines)->stop.stop_requested() ? 1 : 0; }

}  // namespace

Transport::Transport(Access access) : access_(std::move(access)) {}

Transport::~Transport() = default;

Transport::Handle Transport::take() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return Handle(curl_easy_init());
  Handle handle = std::move(idle_.back());
  idle_.pop_back();
  return handle;
}

void Transport::give_back(Handle handle) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(handle));
}

Outcome<Reply> Transport::send_once(const Request& request) {
  const Outcome<Credential> credential = credentials_.current();
  if (!credential) return credential.error();
  Handle handle = take();
  if (!handle) return Failure(0, "", "libcurl cannot start");
  Reply reply;
  char details[CURL_ERROR_SIZE] = "";
  const HeaderList list = headers(request, *credential);
  prepare(handle.get(), access_, *credential, request, list.get());
  const HeaderList other = connect_to(access_, handle.get());
  if (other) curl_easy_setopt(handle.get(), CURLOPT_URL, (named_server(access_) + request.path).c_str());
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, details);
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &reply.body);
  const CURLcode code = curl_easy_perform(handle.get());
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply.status);
  curl_easy_reset(handle.get());
  give_back(std::move(handle));
  if (code != CURLE_OK) return silence(code, details, access_);
  return reply;
}

Outcome<Reply> Transport::send(const Request& request) {
  Outcome<Reply> reply = send_once(request);
  if (!reply || reply->status != 401) return reply;
  credentials_.refused();
  return send_once(request);
}

Outcome<long> Transport::stream(const Request& request, const std::function<void(std::string_view)>& line, std::stop_token stop,
                                std::chrono::seconds silence_limit, std::string& refusal) {
  const Outcome<Credential> credential = credentials_.current();
  if (!credential) return credential.error();
  const Handle handle(curl_easy_init());
  if (!handle) return Failure(0, "", "libcurl cannot start");
  Lines lines{handle.get(), line, refusal, stop, {}};
  char details[CURL_ERROR_SIZE] = "";
  const HeaderList list = headers(request, *credential);
  prepare(handle.get(), access_, *credential, request, list.get());
  const HeaderList other = connect_to(access_, handle.get());
  if (other) curl_easy_setopt(handle.get(), CURLOPT_URL, (named_server(access_) + request.path).c_str());
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, details);
  curl_easy_setopt(handle.get(), CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_LOW_SPEED_TIME, static_cast<long>(silence_limit.count()));
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take_lines);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &lines);
  curl_easy_setopt(handle.get(), CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle.get(), CURLOPT_XFERINFOFUNCTION, look_for_stop);
  curl_easy_setopt(handle.get(), CURLOPT_XFERINFODATA, &lines);
  const CURLcode code = curl_easy_perform(handle.get());
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status == 401) credentials_.refused();
  if (stop.stop_requested()) return 0L;
  if (code != CURLE_OK) return silence(code, details, access_);
  return status;
}

}  // namespace kamel::kube
