// What stands before the endpoints of the HTTP server: authentication, CORS, rate limits, compression, static files; and bodies larger than memory.
#include <gtest/gtest.h>
#include <zlib.h>

#include <ctime>

#include "connectors/http/jwt.h"
#include "connectors/http/server.h"
#include "dsl/json.h"
#include "tests/connectors/raw_client.h"
#include "tests/connectors/route_rig.h"
#include "tests/connectors/tls_files.h"

namespace kamel {
namespace {

using namespace tests;

constexpr auto kEcho = R"(
- from: { uri: "platform-http:/echo", steps: [ { setHeader: { name: Content-Type, constant: text/plain } } ] }
- from: { uri: "platform-http:/who", steps: [ { setBody: { simple: "user ${header.CamelVertxPlatformHttpAuthenticatedUser}" } } ] }
)";

std::string base64url(std::string_view bytes) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    const std::size_t have = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k) bits = bits << 8 | (k < have ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < have + 1; ++k) out += kDigits[bits >> (18 - 6 * k) & 63];
  }
  return out;
}

/// ES256, signed as JWS wants it: r and s side by side.
std::string token(const Key& key, const std::string& claims, const std::string& header = R"({"alg":"ES256","kid":"k1"})") {
  const std::string signed_part = base64url(header) + "." + base64url(claims);
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get());
  unsigned char der[256];
  std::size_t size = sizeof der;
  EVP_DigestSign(context.get(), der, &size, reinterpret_cast<const unsigned char*>(signed_part.data()), signed_part.size());
  const unsigned char* at = der;
  const std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)), ECDSA_SIG_free);
  std::string raw(64, '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), reinterpret_cast<unsigned char*>(raw.data()), 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), reinterpret_cast<unsigned char*>(raw.data() + 32), 32);
  return signed_part + "." + base64url(raw);
}

std::string pack(const std::string& bytes, int window = 31) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string unpack(const std::string& bytes) {
  z_stream stream{};
  inflateInit2(&stream, 47);
  std::string out(16 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

class HttpFront : public testing::Test {
 protected:
  HttpFront() {
    set("camel.server.port", "0");
    set("camel.server.host", "127.0.0.1");
  }
  void set(const std::string& name, const std::string& value) { rig.properties.set(name, value); }
  std::uint16_t port() { return http::HttpServer::of(rig.runtime.context())->port(); }
  std::string ask(const std::string& request) {
    RawClient client(port());
    return client.ask(request);
  }
  std::string get(const std::string& target, const std::string& headers = "") { return ask("GET " + target + " HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n"); }
  std::string post(const std::string& target, const std::string& body, const std::string& headers = "") {
    return ask("POST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body);
  }
  /// All of an answer that comes in chunks, put together.
  std::string get_chunks(const std::string& target, const std::string& headers) {
    RawClient client(port());
    client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + headers + "\r\n");
    std::string answer = client.receive_all(), whole;
    EXPECT_EQ(header(answer, "transfer-encoding"), "chunked") << answer.substr(0, 300);
    std::string rest = body(answer);
    while (!rest.empty()) {
      const std::size_t size = std::stoul(rest, nullptr, 16), start = rest.find("\r\n") + 2;
      if (size == 0) return whole;
      whole += rest.substr(start, size);
      rest.erase(0, start + size + 2);
    }
    ADD_FAILURE() << "no last chunk";
    return whole;
  }
  static std::string body(const std::string& answer) { return answer.substr(std::min(answer.find("\r\n\r\n"), answer.size() - 4) + 4); }
  static int status(const std::string& answer) { return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0; }
  static std::string header(const std::string& answer, const std::string& name) {
    const auto at = answer.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "-";
    const auto from = at + name.size() + 4;
    return answer.substr(from, answer.find("\r\n", from) - from);
  }
  Folder folder;
  RouteRig rig;
};

TEST_F(HttpFront, ChecksNamesAndPasswords) {
  set("camel.server.authenticationEnabled", "true");
  set("camel.server.basicPropertiesFile", folder.write("users", "# who\nuser.tim=sausages,admin\nuser.ann = pa:ss\n"));
  ASSERT_EQ(rig.apply(kEcho), "");
  const auto refused = get("/who");
  EXPECT_EQ(status(refused), 401);
  EXPECT_EQ(header(refused, "www-authenticate"), "Basic realm=\"vertx-web\"");
  EXPECT_EQ(body(get("/who", "Authorization: Basic dGltOnNhdXNhZ2Vz\r\n")), "user {username=tim}");
  EXPECT_EQ(body(get("/who", "Authorization: basic YW5uOnBhOnNz\r\n")), "user {username=ann}");
  EXPECT_EQ(status(get("/who", "Authorization: Basic dGltOnNhdXNhZ2U=\r\n")), 401);  // tim:sausage
  EXPECT_EQ(status(get("/who", "Authorization: Basic ???\r\n")), 401);
  EXPECT_EQ(status(get("/nowhere")), 401);
}

TEST_F(HttpFront, ProtectsThePathsThatAreNamed) {
  set("camel.server.authenticationEnabled", "true");
  set("camel.server.authenticationPath", "/who, /admin/*");
  set("camel.server.bearerTokensFile", folder.write("tokens", "s3cret\nother\n"));
  ASSERT_EQ(rig.apply(kEcho), "");
  EXPECT_EQ(status(get("/echo")), 204);
  EXPECT_EQ(status(get("/who")), 401);
  EXPECT_EQ(status(get("/who/")), 401);
  EXPECT_EQ(status(get("//who")), 401);
  EXPECT_EQ(status(get("/%77ho")), 401);
  EXPECT_EQ(status(get("/admin/x")), 401);
  EXPECT_EQ(status(get("/who", "Authorization: Bearer s3cret\r\n")), 200);
  EXPECT_EQ(status(get("/who", "Authorization: Bearer s3cre\r\n")), 401);
}

TEST_F(HttpFront, RefusesToStartWithNothingToCheckBy) {
  set("camel.server.authenticationEnabled", "true");
  EXPECT_NE(rig.apply(kEcho).find("nothing says who may come in"), std::string::npos);
}

TEST_F(HttpFront, ChecksTokens) {
  const Key key = make_key(), other = make_key();
  set("camel.server.authenticationEnabled", "true");
  set("camel.server.jwtKeystorePath", folder.write("keys.pem", pem(key, true)));
  set("camel.server.jwtIssuer", "me");
  set("camel.server.jwtAudience", "you,they");
  ASSERT_EQ(rig.apply(kEcho), "");
  const auto now = std::time(nullptr);
  const auto claims = [&](long expires, const std::string& rest) { return "{\"exp\":" + std::to_string(now + expires) + "," + rest + "}"; };
  const auto who = [&](const std::string& text) { return get("/who", "Authorization: Bearer " + text + "\r\n"); };
  const std::string good = claims(60, R"("iss":"me","aud":["x","they"],"sub":"tim")");
  EXPECT_NE(body(who(token(key, good))).find("sub=tim"), std::string::npos);
  EXPECT_EQ(header(get("/who"), "www-authenticate"), "Bearer realm=\"vertx-web\"");
  EXPECT_EQ(status(who(token(other, good))), 401);
  EXPECT_EQ(status(who(token(key, claims(-60, R"("iss":"me","aud":"you")")))), 401);
  EXPECT_EQ(status(who(token(key, claims(60, R"("iss":"you","aud":"you")")))), 401);
  EXPECT_EQ(status(who(token(key, claims(60, R"("iss":"me","aud":"nobody")")))), 401);
  EXPECT_EQ(status(who(token(key, claims(60, R"("iss":"me")")))), 401);
  EXPECT_EQ(status(who(token(key, claims(60, R"("iss":"me","aud":"you","nbf":)" + std::to_string(now + 3600))))), 401);
  EXPECT_EQ(status(who(token(key, good, R"({"alg":"none"})"))), 401);
  EXPECT_EQ(status(who(token(key, good, R"({"alg":"HS256"})"))), 401);
  EXPECT_EQ(status(who(token(key, good, R"({"alg":"RS256"})"))), 401);
  std::string forged = token(key, good);
  forged.replace(forged.find('.') + 1, 4, "eyJh");
  EXPECT_EQ(status(who(forged)), 401);
}

TEST_F(HttpFront, KeepsReadingTheKeysOfTokens) {
  const Key key = make_key();
  set("camel.server.authenticationEnabled", "true");
  set("camel.server.jwtKeystorePath", folder.write("keys.pem", pem(make_key(), true)));
  ASSERT_EQ(rig.apply(kEcho), "");
  const std::string mine = "Authorization: Bearer " + token(key, "{\"sub\":\"a\"}") + "\r\n";
  EXPECT_EQ(status(get("/who", mine)), 401);
  folder.write("keys.pem", pem(key, true) + "\n");
  int now = 0;
  for (int i = 0; i < 200 && now != 200; ++i) {
    now = status(get("/who", mine));
    usleep(20'000);  // the file is looked at once a second
  }
  EXPECT_EQ(now, 200);
}

TEST(Jwt, ReadsKeySets) {
  // The keys of RFC 7517, appendix A.1.
  const auto keys = http::read_keys(R"({"keys":[{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"enc","kid":"1"},
    {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}]})",
                                    "");
  ASSERT_TRUE(keys.has_value()) << keys.error().message();
  ASSERT_EQ(keys->size(), 1u);  // the other one is for encryption
  EXPECT_EQ(keys->front().id, "2011-04-29");
  EXPECT_EQ(EVP_PKEY_get_bits(keys->front().key.get()), 2048);
  EXPECT_TRUE(http::read_keys("{\"keys\":[]}", "").has_error());
  EXPECT_TRUE(http::read_keys("garbage", "").has_error());
}

// RFC 7515, appendix A.3: an ES256 signature that somebody else made.
TEST(Jwt, VerifiesTheExampleOfTheStandard) {
  const auto keys = http::read_keys(R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})", "");
  ASSERT_TRUE(keys.has_value());
  constexpr auto kToken = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
                          "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
  const auto claims = http::verify_token(kToken, *keys, {}, 1300819000);
  ASSERT_TRUE(claims.has_value()) << claims.error().message();
  EXPECT_EQ(claims->map().find("iss")->slice().view(), "joe");
  EXPECT_EQ(http::verify_token(kToken, *keys, {}, 1300819380 + 31).error().message(), "the token has expired");
}

TEST_F(HttpFront, TellsBrowsersWhatTheyMaySee) {
  set("quarkus.http.cors", "true");
  set("quarkus.http.cors.origins", "https://a.example");
  set("quarkus.http.cors.access-control-max-age", "24h");
  ASSERT_EQ(rig.apply(kEcho), "");
  const auto preflight =
      ask("OPTIONS /echo HTTP/1.1\r\nHost: h\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: X-A\r\n\r\n");
  EXPECT_EQ(status(preflight), 200);
  EXPECT_EQ(header(preflight, "access-control-allow-origin"), "https://a.example");
  EXPECT_EQ(header(preflight, "access-control-allow-methods"), "PUT");
  EXPECT_EQ(header(preflight, "access-control-allow-headers"), "X-A");
  EXPECT_EQ(header(preflight, "access-control-max-age"), "86400");
  EXPECT_EQ(header(post("/echo", "x", "Origin: https://a.example\r\n"), "access-control-allow-origin"), "https://a.example");
  EXPECT_EQ(header(post("/echo", "x", "Origin: https://b.example\r\n"), "access-control-allow-origin"), "-");
  EXPECT_EQ(status(ask("OPTIONS /echo HTTP/1.1\r\nHost: h\r\nOrigin: https://b.example\r\nAccess-Control-Request-Method: PUT\r\n\r\n")), 403);
}

TEST_F(HttpFront, HoldsBackWhoAsksTooOften) {
  set("camel.server.maxRequestsPerSecond", "0.001");
  set("camel.server.requestBurst", "2");
  ASSERT_EQ(rig.apply(kEcho), "");
  EXPECT_EQ(status(get("/echo")), 204);
  EXPECT_EQ(status(get("/echo")), 204);
  const auto refused = get("/echo");
  EXPECT_EQ(status(refused), 429);
  EXPECT_EQ(header(refused, "retry-after"), "1");
}

TEST_F(HttpFront, CompressesForWhoWantsIt) {
  set("camel.server.compression", "true");
  ASSERT_EQ(rig.apply(kEcho), "");
  const std::string text(20'000, 'a');
  const auto packed = post("/echo", text, "Accept-Encoding: br, gzip;q=0.8\r\n");
  EXPECT_EQ(header(packed, "content-encoding"), "gzip");
  EXPECT_EQ(header(packed, "vary"), "Accept-Encoding");
  EXPECT_LT(packed.size(), 1000u);
  EXPECT_EQ(unpack(body(packed)), text);
  EXPECT_EQ(unpack(body(post("/echo", text, "Accept-Encoding: deflate, gzip;q=0\r\n"))), text);
  EXPECT_EQ(header(post("/echo", text, "Accept-Encoding: gzip;q=0\r\n"), "content-encoding"), "-");
  EXPECT_EQ(header(post("/echo", text), "content-encoding"), "-");
  EXPECT_EQ(header(post("/echo", "short", "Accept-Encoding: gzip\r\n"), "content-encoding"), "-");
}

TEST_F(HttpFront, CompressesLongAnswersWhileTheyAreWritten) {
  set("camel.server.compression", "true");
  ASSERT_EQ(rig.apply(R"(
- from: { uri: "platform-http:/long", steps: [ { setBody: { constant: ")" + std::string(300'000, 'z') + R"(" } }, { setHeader: { name: Content-Type, constant: text/plain } } ] }
)"),
            "");
  EXPECT_EQ(unpack(get_chunks("/long", "Accept-Encoding: gzip\r\n")), std::string(300'000, 'z'));
}

TEST_F(HttpFront, UnpacksWhatComesPacked) {
  set("camel.server.decompression", "true");
  set("camel.server.maxUnpackedSize", "2M");
  set("camel.main.streamCachingSpoolThreshold", "100000");
  ASSERT_EQ(rig.apply(kEcho), "");
  EXPECT_EQ(body(post("/echo", pack("hello"), "Content-Encoding: gzip\r\n")), "hello");
  EXPECT_EQ(header(post("/echo", pack("hello"), "Content-Encoding: gzip\r\n"), "Content-Encoding"), "-");
  EXPECT_EQ(body(post("/echo", pack("hello", 15), "Content-Encoding: deflate\r\n")), "hello");
  const std::string large(1'500'000, 'l');
  EXPECT_EQ(body(post("/echo", pack(large), "Content-Encoding: gzip\r\n")), large);
  EXPECT_EQ(status(post("/echo", pack(std::string(50'000'000, 'b')), "Content-Encoding: gzip\r\n")), 413);
  EXPECT_EQ(status(post("/echo", pack("hello").substr(0, 10), "Content-Encoding: gzip\r\n")), 400);
  EXPECT_EQ(status(post("/echo", pack("hello") + "x", "Content-Encoding: gzip\r\n")), 400);
  EXPECT_EQ(status(post("/echo", "hello", "Content-Encoding: gzip\r\n")), 400);
  EXPECT_EQ(status(post("/echo", "hello", "Content-Encoding: br\r\n")), 415);
}

TEST_F(HttpFront, LeavesPackedBodiesAloneUnlessTold) {
  ASSERT_EQ(rig.apply(kEcho), "");
  EXPECT_EQ(body(post("/echo", pack("hello"), "Content-Encoding: gzip\r\n")), pack("hello"));
}

TEST_F(HttpFront, ServesFilesWhereNoRouteDoes) {
  set("camel.server.staticEnabled", "true");
  set("camel.server.staticSourceDir", folder.path());
  std::filesystem::create_directory(folder.path() + "/sub");
  folder.write("a.txt", "0123456789");
  folder.write("sub/index.html", "<p>");
  folder.write(".hidden", "no");
  std::filesystem::create_symlink("/etc/hostname", folder.path() + "/leak");
  ASSERT_EQ(rig.apply(kEcho), "");
  const auto file = get("/a.txt");
  EXPECT_EQ(body(file), "0123456789");
  EXPECT_EQ(header(file, "content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(body(get("/sub/")), "<p>");
  EXPECT_EQ(header(get("/sub"), "location"), "/sub/");
  EXPECT_EQ(status(get("/a.txt", "If-None-Match: " + header(file, "etag") + "\r\n")), 304);
  EXPECT_EQ(status(get("/a.txt", "If-Modified-Since: " + header(file, "last-modified") + "\r\n")), 304);
  const auto part = get("/a.txt", "Range: bytes=2-4\r\n");
  EXPECT_EQ(status(part), 206);
  EXPECT_EQ(body(part), "234");
  EXPECT_EQ(header(part, "content-range"), "bytes 2-4/10");
  EXPECT_EQ(body(get("/a.txt", "Range: bytes=-3\r\n")), "789");
  EXPECT_EQ(body(get("/a.txt", "Range: bytes=8-\r\n")), "89");
  EXPECT_EQ(status(get("/a.txt", "Range: bytes=10-\r\n")), 416);
  EXPECT_EQ(status(get("/.hidden")), 404);
  EXPECT_EQ(status(get("/leak")), 404);
  EXPECT_EQ(status(get("/%2e%2e/%2e%2e/etc/hostname")), 404);
  EXPECT_EQ(status(get("/..%2f..%2fetc%2fhostname")), 404);
  EXPECT_EQ(status(get("/none")), 404);
  EXPECT_EQ(status(post("/a.txt", "x")), 404);
  EXPECT_EQ(status(get("/echo")), 204);
}

TEST_F(HttpFront, TakesBodiesLargerThanMemoryShouldHold) {
  set("camel.main.streamCachingSpoolThreshold", "100000");
  ASSERT_EQ(rig.apply(R"(
- from: { uri: "platform-http:/echo", steps: [ { log: "got" } ] }
- from: { uri: "platform-http:/class", steps: [ { setBody: { simple: "${bodyType}" } } ] }
- from: { uri: "platform-http:/text", steps: [ { convertBodyTo: { type: String } }, { setBody: { simple: "length ${body.length()}" } } ] }
)"),
            "");
  std::string large;
  while (large.size() < 5'000'000) large += "line " + std::to_string(large.size()) + "\n";
  EXPECT_EQ(body(post("/echo", large)), large);
  EXPECT_EQ(body(post("/text", large)), "length " + std::to_string(large.size()));
  RawClient client(port());
  std::string chunks;
  for (std::size_t at = 0; at < large.size(); at += 70'000) {
    const std::string piece = large.substr(at, 70'000);
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
    chunks += size + piece + "\r\n";
  }
  const std::string head = "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(body(client.ask(head + chunks + "0\r\n\r\n")), large);
  EXPECT_EQ(body(client.ask("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nsmall")), "small");
  EXPECT_EQ(status(client.ask("HEAD /echo HTTP/1.1\r\nHost: h\r\n\r\n")), 204);
}

TEST_F(HttpFront, ReadsUploadsLargerThanMemoryShouldHold) {
  set("camel.main.streamCachingSpoolThreshold", "1000");
  ASSERT_EQ(rig.apply(R"(
- from: { uri: "platform-http:/up", steps: [ { setBody: { simple: "${header.a} ${header.CamelFileName} ${header.CamelFileLength}" } } ] }
)"),
            "");
  const std::string form = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.bin\"\r\n\r\n" +
                           std::string(200'000, 'f') + "\r\n--B--\r\n";
  EXPECT_EQ(body(post("/up", form, "Content-Type: multipart/form-data; boundary=B\r\n")), "1 x.bin 200000");
  EXPECT_EQ(status(post("/up", "a=" + std::string(200'000, 'f'), "Content-Type: application/x-www-form-urlencoded\r\n")), 413);
}

TEST_F(HttpFront, RefusesWhatIsTooLarge) {
  set("camel.server.maxBodySize", "1M");
  set("camel.server.maxHeaderSize", "1K");
  ASSERT_EQ(rig.apply(kEcho), "");
  EXPECT_EQ(status(post("/echo", std::string(1'100'000, 'x'))), 413);
  EXPECT_EQ(status(get("/echo", "X: " + std::string(2000, 'x') + "\r\n")), 431);
  set("camel.server.maxBodySize", "lots");
  rig.apply("[]");
  EXPECT_NE(rig.apply(kEcho).find("camel.server.maxBodySize is a size"), std::string::npos);
}

}  // namespace
}  // namespace kamel
