// crypto: symmetric encryption, as Java's cryptography does it, on OpenSSL.
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <memory>

#include "engine/assembler.h"
#include "engine/beans.h"
#include "engine/convert.h"
#include "engine/exchange.h"

namespace kamel::formats {
namespace {

constexpr std::string_view kKeyHelp = "declare it under beans: { name: key, type: javax.crypto.spec.SecretKeySpec, constructors: { 0: \"{{secret}}\", 1: AES } }";

constexpr Field kFields[] = {
    {.name = "algorithm", .summary = "the cipher, as Java names it: AES, AES/CBC/PKCS5Padding, AES/GCM/NoPadding, AES/CTR/NoPadding, DESede", .fallback = ""},
    {.name = "keyRef", .type = FieldType::Reference, .summary = "a bean of the type javax.crypto.spec.SecretKeySpec"},
    {.name = "algorithmParameterRef", .type = FieldType::Reference, .summary = "a bean of the type javax.crypto.spec.GCMParameterSpec or IvParameterSpec"},
    {.name = "initVectorRef", .type = FieldType::Reference, .summary = "the initialization vector", .refused = "set the header CamelCryptoInitVector, or use algorithmParameterRef"},
    {.name = "inline", .type = FieldType::Bool, .summary = "write the initialization vector before the text, and read it from there", .fallback = "false"},
    {.name = "macAlgorithm", .summary = "what is appended to tell changed texts: HmacSHA1, HmacSHA256, HmacSHA384, HmacSHA512, HmacMD5", .fallback = "HmacSHA1"},
    {.name = "shouldAppendHMAC", .type = FieldType::Bool, .summary = "append an HMAC, and check it", .fallback = "true"},
    {.name = "bufferSize", .type = FieldType::Int, .summary = "of Java's streams", .fallback = "4096", .ignored = "bodies are whole here"},
    {.name = "cryptoProvider", .summary = "a Java security provider", .ignored = "OpenSSL does it"},
};

struct Free {
  void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
  void operator()(EVP_CIPHER* cipher) const noexcept { EVP_CIPHER_free(cipher); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, Free>;

struct Plan {
  std::string algorithm;
  std::string key;
  bool has_key = false;
  std::string parameter;  // initialization vector of algorithmParameterRef
  std::size_t tag_bytes = 16;
  bool inlined = false, appends_mac = true;
  const EVP_MD* mac = nullptr;
};

std::string upper(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return out;
}

/// "AES/CBC/PKCS5Padding" taken apart; the name that OpenSSL has for it with a key of that size.
struct Cipher {
  std::string name;
  bool gcm = false, pads = true, takes_vector = false;
};

Result<Cipher> cipher_of(const std::string& algorithm, std::size_t key_bytes) {
  const std::string text = upper(algorithm);
  const std::size_t first = text.find('/'), second = first == text.npos ? text.npos : text.find('/', first + 1);
  const std::string base = text.substr(0, first);
  const std::string mode = first == text.npos ? "ECB" : text.substr(first + 1, second == text.npos ? text.npos : second - first - 1);
  const std::string padding = second == text.npos ? "PKCS5PADDING" : text.substr(second + 1);
  const Error unknown("java.security.NoSuchAlgorithmException", "Cannot find any provider supporting " + algorithm);
  Cipher out;
  if (base == "AES") {
    if (key_bytes != 16 && key_bytes != 24 && key_bytes != 32) return Error("java.security.InvalidKeyException", "Invalid AES key length: " + std::to_string(key_bytes) + " bytes");
    out.name = "AES-" + std::to_string(key_bytes * 8) + "-" + mode;
  } else if (base == "DESEDE" || base == "TRIPLEDES") {
    if (key_bytes != 24) return Error("java.security.InvalidKeyException", "Invalid key length: " + std::to_string(key_bytes) + " bytes");
    out.name = mode == "ECB" ? "DES-EDE3" : "DES-EDE3-" + mode;
  } else {
    return unknown;
  }
  static constexpr std::string_view kModes[] = {"ECB", "CBC", "CTR", "GCM", "OFB", "CFB"};
  if (std::ranges::find(kModes, mode) == std::end(kModes) || (padding != "PKCS5PADDING" && padding != "NOPADDING")) return unknown;
  out.gcm = mode == "GCM";
  out.takes_vector = mode != "ECB";
  out.pads = padding == "PKCS5PADDING" && (mode == "ECB" || mode == "CBC");
  return out;
}

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

Error wrapped(std::string_view java_class, std::string why) {
  const Error cause(java_class, std::move(why));
  return Error("java.io.IOException", cause.text(), cause);
}

// A cipher ready to run; `encrypts` or the reverse.
Result<Context> prepared(const Cipher& cipher, const Plan& plan, std::string_view vector, bool encrypts) {
  const std::unique_ptr<EVP_CIPHER, Free> found(EVP_CIPHER_fetch(nullptr, cipher.name.c_str(), nullptr));
  if (found == nullptr) return Error("java.security.NoSuchAlgorithmException", "Cannot find any provider supporting " + plan.algorithm);
  const auto wanted = static_cast<std::size_t>(EVP_CIPHER_get_iv_length(found.get()));
  if (cipher.takes_vector && vector.empty()) return Error("java.security.InvalidKeyException", "Parameters missing");
  if (cipher.takes_vector && !cipher.gcm && vector.size() != wanted)
    return Error("java.security.InvalidAlgorithmParameterException", "Wrong IV length: must be " + std::to_string(wanted) + " bytes long");
  Context context(EVP_CIPHER_CTX_new());
  const int direction = encrypts ? 1 : 0;
  bool fine = EVP_CipherInit_ex(context.get(), found.get(), nullptr, nullptr, nullptr, direction) == 1;
  if (cipher.gcm) fine = fine && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(vector.size()), nullptr) == 1;
  fine = fine && EVP_CipherInit_ex(context.get(), nullptr, nullptr, bytes(plan.key), cipher.takes_vector ? bytes(vector) : nullptr, direction) == 1;
  EVP_CIPHER_CTX_set_padding(context.get(), cipher.pads ? 1 : 0);
  if (!fine) return Error("java.security.InvalidKeyException", "the key cannot be used with " + plan.algorithm);
  return context;
}

Result<std::string> encrypted(const Plan& plan, std::string_view vector, std::string_view text) {
  const auto cipher = cipher_of(plan.algorithm, plan.key.size());
  if (!cipher) return cipher.error();
  auto context = prepared(*cipher, plan, vector, true);
  if (!context) return context.error();
  std::string out(text.size() + 64 + plan.tag_bytes, '\0');
  int size = 0, last = 0;
  if (EVP_EncryptUpdate(context->get(), bytes(out), &size, bytes(text), static_cast<int>(text.size())) != 1 ||
      EVP_EncryptFinal_ex(context->get(), bytes(out) + size, &last) != 1) {
    return wrapped("javax.crypto.IllegalBlockSizeException", "Input length not multiple of the block size");
  }
  size += last;
  if (cipher->gcm) {
    EVP_CIPHER_CTX_ctrl(context->get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(plan.tag_bytes), bytes(out) + size);
    size += static_cast<int>(plan.tag_bytes);
  }
  out.resize(static_cast<std::size_t>(size));
  return out;
}

Result<std::string> decrypted(const Plan& plan, std::string_view vector, std::string_view text) {
  const auto cipher = cipher_of(plan.algorithm, plan.key.size());
  if (!cipher) return cipher.error();
  auto context = prepared(*cipher, plan, vector, false);
  if (!context) return context.error();
  std::string tag;
  if (cipher->gcm) {
    if (text.size() < plan.tag_bytes) return wrapped("javax.crypto.AEADBadTagException", "Input too short - need tag");
    tag = text.substr(text.size() - plan.tag_bytes);
    text.remove_suffix(plan.tag_bytes);
    EVP_CIPHER_CTX_ctrl(context->get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag.size()), bytes(tag));
  }
  const auto block = static_cast<std::size_t>(EVP_CIPHER_CTX_get_block_size(context->get()));
  if (cipher->pads && (text.size() % block) != 0) {
    return wrapped("javax.crypto.IllegalBlockSizeException", "Input length must be multiple of " + std::to_string(block) + " when decrypting with padded cipher");
  }
  std::string out(text.size() + 64, '\0');
  int size = 0, last = 0;
  const bool fine = EVP_DecryptUpdate(context->get(), bytes(out), &size, bytes(text), static_cast<int>(text.size())) == 1 &&
                    EVP_DecryptFinal_ex(context->get(), bytes(out) + size, &last) == 1;
  if (!fine && cipher->gcm) return wrapped("javax.crypto.AEADBadTagException", "Tag mismatch!");
  if (!fine) return wrapped("javax.crypto.BadPaddingException", "Given final block not properly padded. Such issues can arise if a bad key is used during decryption.");
  out.resize(static_cast<std::size_t>(size + last));
  return out;
}

std::string mac_of(const Plan& plan, std::string_view text) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  HMAC(plan.mac, plan.key.data(), static_cast<int>(plan.key.size()), bytes(text), text.size(), bytes(out), &size);
  out.resize(size);
  return out;
}

class Crypto final : public DataFormat {
 public:
  explicit Crypto(Plan plan) : plan_(std::move(plan)) {}

  Result<Value> marshal(const Value& body, Exchange& exchange) const override {
    const auto text = bytes_of_body(body, exchange);
    if (!text) return text.error();
    if (!plan_.has_key) return no_key();
    const std::string vector = vector_of(exchange);
    if (plan_.inlined && vector.empty()) return Error("java.lang.IllegalStateException", "Inlining cannot be performed, as no initialization vector was specified");
    std::string plain = text->str();
    if (plan_.appends_mac) plain += mac_of(plan_, text->view());
    auto out = encrypted(plan_, vector, plain);
    if (!out) return out.error();
    return Value::stream(Slice(plan_.inlined ? length_of(vector) + vector + *out : *out));
  }

  Result<Value> unmarshal(const Value& body, Exchange& exchange) const override {
    const auto text = bytes_of_body(body, exchange);
    if (!text) return text.error();
    if (!plan_.has_key) return no_key();
    std::string_view rest = text->view();
    std::string vector = vector_of(exchange);
    if (plan_.inlined) {
      auto read = take_vector(rest);
      if (!read) return read.error();
      vector = std::move(*read);
    }
    auto plain = decrypted(plan_, vector, rest);
    if (!plain) return plain.error();
    if (plan_.appends_mac) {
      if (auto checked = check_mac(*plain); !checked) return checked.error();
    }
    return Value::stream(Slice(*plain));
  }

 private:
  static Error no_key() { return Error("java.lang.NullPointerException", "no key: " + std::string(kKeyHelp) + " and name it with keyRef"); }

  static Result<Slice> bytes_of_body(const Value& body, Exchange& exchange) {
    if (body.is_bytes_like()) return body.slice();
    auto stream = body.is_object() ? convert(body, "java.io.InputStream", &exchange) : Result<Value>(Value());
    if (stream && stream->is_bytes_like()) return stream->slice();
    return Error("org.apache.camel.NoTypeConversionAvailableException", "No type converter available to convert from type: " +
                                                                            std::string(body.is_null() ? "null" : body.java_class()) + " to the required type: java.io.InputStream");
  }

  // The header's, else that of algorithmParameterRef, which wins as in Camel.
  std::string vector_of(const Exchange& exchange) const {
    if (!plan_.parameter.empty()) return plan_.parameter;
    const Value header = exchange.message.headers.get("CamelCryptoInitVector");
    return header.is_bytes_like() ? header.slice().str() : "";
  }

  static std::string length_of(const std::string& vector) {
    const auto size = static_cast<std::uint32_t>(vector.size());
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((size >> shift) & 0xFFu);
    return out;
  }

  static Result<std::string> take_vector(std::string_view& text) {
    std::uint32_t size = 0;
    for (std::size_t i = 0; i < 4 && i < text.size(); ++i) size = (size << 8) | static_cast<unsigned char>(text[i]);
    if (text.size() < 4 || size > text.size() - 4) return Error("java.io.IOException", "Error reading initialization vector from encrypted stream");
    std::string out(text.substr(4, size));
    text.remove_prefix(4 + std::size_t{size});
    return out;
  }

  // Takes the appended HMAC off.
  Result<> check_mac(std::string& plain) const {
    const auto size = static_cast<std::size_t>(EVP_MD_get_size(plan_.mac));
    const std::string given = plain.size() >= size ? plain.substr(plain.size() - size) : "";
    plain.resize(plain.size() >= size ? plain.size() - size : plain.size());
    const std::string actual = mac_of(plan_, plain);
    if (given.size() == actual.size() && CRYPTO_memcmp(given.data(), actual.data(), actual.size()) == 0) return {};
    return Error("java.lang.IllegalStateException", "Expected mac did not match actual mac");
  }

  const Plan plan_;
};

// The argument of a bean's constructor, by its place.
std::string argument(const BeanDecl& bean, std::string_view place) {
  const Node* arguments = bean.node->find("constructors");
  const Node* value = arguments != nullptr ? arguments->find(place) : nullptr;
  return value != nullptr && value->is_scalar() ? value->text : "";
}

const BeanDecl* bean_of(const FormatDecl& decl, std::string_view option, Assembler& assembler) {
  const std::string name = decl.options.text(option);
  const BeanReference found = find_bean(name, assembler);
  if (found.bean == nullptr) {
    assembler.error(decl.options.mark(option), "there is no bean '" + name + "'", std::string(option == "keyRef" ? kKeyHelp : "declare it under beans"),
                    "org.apache.camel.FailedToCreateRouteException");
  }
  return found.bean;
}

bool read_key(const FormatDecl& decl, Plan& plan, Assembler& assembler) {
  if (!decl.options.has("keyRef")) return true;
  const BeanDecl* bean = bean_of(decl, "keyRef", assembler);
  if (bean == nullptr) return false;
  if (bean->java_class != "javax.crypto.spec.SecretKeySpec") {
    assembler.error(decl.options.mark("keyRef"), "the bean is a " + bean->java_class + ", not a javax.crypto.spec.SecretKeySpec", std::string(kKeyHelp), "org.apache.camel.FailedToCreateRouteException");
    return false;
  }
  plan.key = argument(*bean, "0");
  plan.has_key = true;
  return true;
}

bool read_parameter(const FormatDecl& decl, Plan& plan, Assembler& assembler) {
  if (!decl.options.has("algorithmParameterRef")) return true;
  const BeanDecl* bean = bean_of(decl, "algorithmParameterRef", assembler);
  if (bean == nullptr) return false;
  if (bean->java_class == "javax.crypto.spec.GCMParameterSpec") {
    const auto bits = to_long(Value(argument(*bean, "0"))).value_or(0);
    if (bits < 96 || bits > 128 || bits % 8 != 0) {
      assembler.error(decl.options.mark("algorithmParameterRef"), "a GCM tag has 96, 104, 112, 120 or 128 bits", {}, "java.lang.IllegalArgumentException");
      return false;
    }
    plan.tag_bytes = static_cast<std::size_t>(bits) / 8;
    plan.parameter = argument(*bean, "1");
  } else if (bean->java_class == "javax.crypto.spec.IvParameterSpec") {
    plan.parameter = argument(*bean, "0");
  } else {
    assembler.error(decl.options.mark("algorithmParameterRef"), "the bean is a " + bean->java_class, "javax.crypto.spec.GCMParameterSpec and IvParameterSpec are known",
                    "org.apache.camel.FailedToCreateRouteException");
    return false;
  }
  return true;
}

std::unique_ptr<const DataFormat> compile(const FormatDecl& decl, Assembler& assembler) {
  Plan plan;
  plan.algorithm = decl.options.text("algorithm");
  if (!read_key(decl, plan, assembler) || !read_parameter(decl, plan, assembler)) return nullptr;
  plan.inlined = decl.options.flag("inline");
  plan.appends_mac = decl.options.flag("shouldAppendHMAC");
  std::string digest = upper(decl.options.text("macAlgorithm"));
  if (digest.starts_with("HMAC")) digest.erase(0, 4);
  plan.mac = EVP_get_digestbyname(digest.c_str());
  if (plan.appends_mac && plan.mac == nullptr) {
    assembler.error(decl.options.mark("macAlgorithm"), "unknown MAC '" + decl.options.text("macAlgorithm") + "'", "HmacSHA1, HmacSHA256 and HmacSHA512 are known", "java.security.NoSuchAlgorithmException");
    return nullptr;
  }
  return std::make_unique<Crypto>(std::move(plan));
}

}  // namespace

FormatSpec crypto() {
  return {.name = "crypto",
          .summary = "Symmetric encryption, with an HMAC that tells changed texts.",
          .fields = kFields,
          .example = "crypto: {algorithm: AES/CBC/PKCS5Padding}",
          .compile = compile};
}

}  // namespace kamel::formats
