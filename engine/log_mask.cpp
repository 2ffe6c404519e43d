#include "engine/log_mask.h"

#include <re2/re2.h>

namespace kamel {
namespace {

// The names that Camel takes for secrets.
constexpr std::string_view kKeywords =
    "accesskey|accesstoken|accesstokensecret|accountkey|accountsid|acltoken|api_key|api_secret|apikey|apipassword|apiuser|apiusername|authkey|"
    "authorizationtoken|blobaccesskey|blobstoragesharedkeycredential|certresourcepassword|clientid|clientsecret|clientsecretcredential|"
    "connectionstring|consumerkey|consumersecret|emailaddress|httpproxypassword|kerberosauthticket|keystorepassword|login|oauthclientid|"
    "oauthclientsecret|oauthtoken|oauthtokenurl|p12filename|passcode|passphrase|password|personalaccesstoken|privatekey|privatekeyfile|"
    "privatekeyname|privatekeypassword|proxyauthpassword|proxyauthusername|proxypassword|proxyuser|publickeyid|publishkey|"
    "queueownerawsaccountid|realm|refreshtoken|sascredential|sasljaasconfig|sassignature|secret|secretkey|securerandom|sessiontoken|"
    "sharedaccesskey|sourceblobaccesskey|sslkeypassword|sslkeystorepassword|sslpassword|ssltruststorepassword|subscribekey|systemid|token|"
    "tokencredential|truststorepassword|user|username|userpassword|verificationcode|webhookverifytoken|zookeeperpassword";

struct Patterns {
  RE2 key_value, xml, json;
  Patterns()
      : key_value("(?i)([\\w]*(?:" + std::string(kKeywords) + ")[\\w]*[\\s]*?=[\\s]*?['\"]?)([^'\",]+)"),
        xml("(?is)(<(?:[\\w]*(?:" + std::string(kKeywords) + ")[\\w]*)(?:\\s[^>]*)?>\\s*)[^<\\s][^<]*?(\\s*</)"),
        json("(?i)\"(" + std::string(kKeywords) + ")\"(\\s*?):(\\s*?)\"([^\"]*)\"") {}
};

}  // namespace

std::string mask_secrets(const std::string& text) {
  static const Patterns patterns;
  std::string masked = text;
  if (text.starts_with("<")) {
    RE2::GlobalReplace(&masked, patterns.xml, "\\1xxxxx\\2");
  } else if (text.starts_with("{") || text.starts_with("[")) {
    RE2::GlobalReplace(&masked, patterns.json, "\"\\1\"\\2:\\3\"xxxxx\"");
    return masked;
  }
  RE2::GlobalReplace(&masked, patterns.key_value, "\\1xxxxx");
  return masked;
}

}  // namespace kamel
