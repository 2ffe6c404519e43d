#include "operator/admin/pusher.h"

namespace kamel::cluster {
namespace {

constexpr std::size_t kMostReceipt = 1U << 20;

struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

void set_blob(CURL* curl, CURLoption option, const std::string& text) {
  curl_blob blob{const_cast<char*>(text.data()), text.size(), CURL_BLOB_NOCOPY};
  curl_easy_setopt(curl, option, &blob);
}

std::size_t take_body(char* data, std::size_t, std::size_t size, void* out) {
  auto& body = *static_cast<std::string*>(out);
  if (body.size() + size > kMostReceipt) return 0;
  body.append(data, size);
  return size;
}

// One push under way.
struct Call {
  CURL* curl = nullptr;
  List connect_to, headers;
  std::string url, body;
  char details[CURL_ERROR_SIZE] = "";
  Delivery delivery;
};

void conclude(Call& call, CURLcode code) {
  Delivery& delivery = call.delivery;
  curl_off_t took = 0;
  curl_easy_getinfo(call.curl, CURLINFO_TOTAL_TIME_T, &took);
  delivery.took = std::chrono::microseconds(took);
  long connects = 0;
  delivery.reused = curl_easy_getinfo(call.curl, CURLINFO_NUM_CONNECTS, &connects) == CURLE_OK && connects == 0;
  if (code != CURLE_OK) {
    delivery.problem = delivery.pod.name + " (" + delivery.pod.address + ") does not answer: " + (*call.details != '\0' ? call.details : curl_easy_strerror(code));
    return;
  }
  curl_easy_getinfo(call.curl, CURLINFO_RESPONSE_CODE, &delivery.status);
  Result<Receipt> receipt = read_receipt(call.body);
  if (!receipt) {
    delivery.problem = delivery.pod.name + " answered " + std::to_string(delivery.status) + ", and no receipt";
    delivery.status = 0;
    return;
  }
  delivery.receipt = std::move(*receipt);
  delivery.problem = delivery.receipt.problem;
}

}  // namespace

Pusher::~Pusher() = default;

Pusher::Multi Pusher::take() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) {
    Multi fresh(curl_multi_init());
    if (fresh) curl_multi_setopt(fresh.get(), CURLMOPT_MAXCONNECTS, 256L);
    return fresh;
  }
  Multi multi = std::move(idle_.back());
  idle_.pop_back();
  return multi;
}

void Pusher::give_back(Multi multi) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(multi));
}

void Pusher::prepare(CURL* curl, const std::string& body) const {
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "PUT");
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  set_blob(curl, CURLOPT_CAINFO_BLOB, authority_);
  set_blob(curl, CURLOPT_SSLCERT_BLOB, client_.certificate);
  set_blob(curl, CURLOPT_SSLKEY_BLOB, client_.key);
}

std::vector<Delivery> Pusher::push(const std::string& body, const std::vector<Pod>& pods, std::chrono::milliseconds connect, std::chrono::milliseconds limit) {
  Multi multi = take();
  std::vector<std::unique_ptr<Call>> calls;
  for (const Pod& pod : pods) {
    auto call = std::make_unique<Call>();
    call->delivery.pod = pod;
    call->curl = curl_easy_init();
    prepare(call->curl, body);
    call->url = "https://" + pod.server_name + "/routes";
    call->connect_to.reset(curl_slist_append(nullptr, ("::" + pod.address).c_str()));
    call->headers.reset(curl_slist_append(curl_slist_append(nullptr, "Expect:"), "Content-Type: application/json"));
    curl_easy_setopt(call->curl, CURLOPT_URL, call->url.c_str());
    curl_easy_setopt(call->curl, CURLOPT_CONNECT_TO, call->connect_to.get());
    curl_easy_setopt(call->curl, CURLOPT_HTTPHEADER, call->headers.get());
    curl_easy_setopt(call->curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect.count()));
    curl_easy_setopt(call->curl, CURLOPT_TIMEOUT_MS, static_cast<long>(limit.count()));
    curl_easy_setopt(call->curl, CURLOPT_ERRORBUFFER, call->details);
    curl_easy_setopt(call->curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(call->curl, CURLOPT_WRITEDATA, &call->body);
    curl_easy_setopt(call->curl, CURLOPT_PRIVATE, call.get());
    curl_multi_add_handle(multi.get(), call->curl);
    calls.push_back(std::move(call));
  }
  int running = static_cast<int>(calls.size());
  while (running > 0) {
    if (curl_multi_perform(multi.get(), &running) != CURLM_OK) break;
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
      Call* call = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &call);
      if (message->msg == CURLMSG_DONE) conclude(*call, message->data.result);
    }
    if (running > 0) curl_multi_poll(multi.get(), nullptr, 0, 100, nullptr);
  }
  std::vector<Delivery> out;
  for (const std::unique_ptr<Call>& call : calls) {
    curl_multi_remove_handle(multi.get(), call->curl);
    curl_easy_cleanup(call->curl);
    out.push_back(std::move(call->delivery));
  }
  give_back(std::move(multi));
  return out;
}

}  // namespace kamel::cluster
