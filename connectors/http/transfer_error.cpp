#include "connectors/http/transfer_error.h"

namespace kamel::http {

Error transfer_error(CURLcode code, const Transfer& transfer, const std::string& url) {
  const std::size_t host = url.find("//") + 2;
  const std::string authority = url.substr(host, url.find_first_of("/?", host) - host);
  const std::string text = transfer.error_text[0] != '\0' ? transfer.error_text : curl_easy_strerror(code);
  double connected = 0;
  curl_easy_getinfo(transfer.easy.get(), CURLINFO_CONNECT_TIME, &connected);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Error("java.net.UnknownHostException", authority.substr(0, authority.find(':')) + ": Name or service not known");
    case CURLE_COULDNT_CONNECT:
      return Error("org.apache.hc.client5.http.HttpHostConnectException",
                   "Connect to " + url.substr(0, host) + authority + " failed: Connection refused");
    case CURLE_OPERATION_TIMEDOUT:
      if (connected == 0)
        return Error("org.apache.hc.client5.http.ConnectTimeoutException",
                     "Connect to " + url.substr(0, host) + authority + " failed: " + text);
      return Error("java.net.SocketTimeoutException", "Read timed out");
    case CURLE_GOT_NOTHING:
      return Error("org.apache.hc.core5.http.NoHttpResponseException", authority + " failed to respond");
    case CURLE_ABORTED_BY_CALLBACK:
      if (transfer.feed && transfer.feed->failed()) return transfer.feed->failed();
      return Error("java.io.IOException", text);
    case CURLE_PARTIAL_FILE:
      return Error("org.apache.hc.core5.http.ConnectionClosedException", text);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return Error("javax.net.ssl.SSLHandshakeException", text);
    case CURLE_SSL_CONNECT_ERROR:
      return Error("javax.net.ssl.SSLException", text);
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return Error("java.net.SocketException", text);
    case CURLE_WRITE_ERROR:
      if (transfer.answer_body && transfer.answer_body->error()) return transfer.answer_body->error();
      [[fallthrough]];
    default:
      return Error("org.apache.hc.client5.http.ClientProtocolException", text);
  }
}

}  // namespace kamel::http
