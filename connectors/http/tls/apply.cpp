#include "connectors/http/tls/apply.h"

namespace kamel::http {
namespace {

void set_blob(CURL* easy, CURLoption option, const std::string& text) {
  if (text.empty()) return;
  curl_blob blob{const_cast<char*>(text.data()), text.size(), CURL_BLOB_NOCOPY};
  curl_easy_setopt(easy, option, &blob);
}

}  // namespace

Result<> apply_tls(TlsFiles* tls, Transfer& transfer) {
  if (tls == nullptr) return {};
  auto texts = tls->current();
  if (!texts) return texts.error();
  transfer.tls = *texts;
  CURL* easy = transfer.easy.get();
  const TlsParameters& parameters = tls->parameters();
  set_blob(easy, CURLOPT_SSLCERT_BLOB, (*texts)->certificates);
  set_blob(easy, CURLOPT_SSLKEY_BLOB, (*texts)->key);
  if (!(*texts)->trusted.empty()) {
    set_blob(easy, CURLOPT_CAINFO_BLOB, (*texts)->trusted);
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);  // else the system's authorities are trusted besides
  }
  if (parameters.trust_all) curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
  if (parameters.trust_all || !parameters.check_host) curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
  if (parameters.protocol == "TLSv1.2") curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (parameters.protocol == "TLSv1.3") curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
  if (parameters.ciphers.empty()) return {};
  curl_easy_setopt(easy, CURLOPT_SSL_CIPHER_LIST, parameters.ciphers.c_str());
  curl_easy_setopt(easy, CURLOPT_TLS13_CIPHERS, parameters.ciphers.c_str());
  return {};
}

}  // namespace kamel::http
