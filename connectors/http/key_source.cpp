#include "connectors/http/key_source.h"

#include <curl/curl.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

namespace kamel::http {
namespace {

constexpr std::chrono::minutes kEvery{5};
constexpr std::chrono::seconds kAtMostEvery{10};
constexpr std::size_t kMost = 1024 * 1024;

std::size_t collect(char* bytes, std::size_t, std::size_t size, void* to) {
  auto& text = *static_cast<std::string*>(to);
  if (text.size() + size > kMost) return 0;
  text.append(bytes, size);
  return size;
}

Result<std::string> fetch(const std::string& url) {
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  std::string body;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 5L);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, collect);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
  if (const CURLcode rc = curl_easy_perform(curl.get()); rc != CURLE_OK)
    return Error("java.io.IOException", "cannot fetch the keys from " + url + ": " + curl_easy_strerror(rc));
  return body;
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error("java.io.FileNotFoundException", "cannot read the keys from " + path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

KeySource::KeySource(std::string place, std::string password, Report report)
    : place_(std::move(place)), password_(std::move(password)), report_(std::move(report)), keys_(std::make_shared<const VerificationKeys>()) {}

KeySource::~KeySource() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (fetcher_.joinable()) fetcher_.join();
}

Result<> KeySource::start() {
  auto loaded = load();
  if (!is_url()) return loaded;
  if (loaded.has_error()) report_(std::string(loaded.error().message()) + "; tokens are refused until it answers");
  fetcher_ = std::thread([this] { keep_fetching(); });
  return {};
}

std::string KeySource::file_mark() const {
  struct stat about {};
  if (::stat(place_.c_str(), &about) != 0) return "-";
  return std::to_string(about.st_ino) + "," + std::to_string(about.st_size) + "," + std::to_string(about.st_mtim.tv_sec) + "." +
         std::to_string(about.st_mtim.tv_nsec);
}

Result<> KeySource::load() {
  std::string mark = is_url() ? "" : file_mark();
  const auto bytes = is_url() ? fetch(place_) : read_file(place_);
  if (bytes.has_error()) return bytes.error();
  auto read = read_keys(*bytes, password_);
  if (read.has_error()) return Error(read.error().type(), place_ + ": " + std::string(read.error().message()));
  auto keys = std::make_shared<const VerificationKeys>(std::move(*read));
  const std::lock_guard lock(mutex_);
  keys_ = std::move(keys);
  mark_ = std::move(mark);
  return {};
}

void KeySource::keep_fetching() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, kEvery, [this] { return stopping_ || wanted_; });
    if (stopping_) return;
    wanted_ = false;
    lock.unlock();
    if (const auto loaded = load(); loaded.has_error()) report_(std::string(loaded.error().message()));
    lock.lock();
    wake_.wait_for(lock, kAtMostEvery, [this] { return stopping_; });
  }
}

std::shared_ptr<const VerificationKeys> KeySource::keys() {
  std::unique_lock lock(mutex_);
  if (is_url()) {
    if (keys_->empty()) wanted_ = true, wake_.notify_all();
    return keys_;
  }
  const auto now = std::chrono::steady_clock::now();
  if (now - looked_ < std::chrono::seconds(1)) return keys_;
  looked_ = now;
  const std::string before = mark_;
  lock.unlock();
  if (file_mark() != before) {
    if (const auto loaded = load(); loaded.has_error()) report_(std::string(loaded.error().message()) + "; those before stay");
  }
  lock.lock();
  return keys_;
}

void KeySource::refresh_soon() {
  const std::lock_guard lock(mutex_);
  wanted_ = true;
  wake_.notify_all();
}

}  // namespace kamel::http
