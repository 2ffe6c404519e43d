#include "connectors/http/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

#include "engine/named_values.h"

namespace kamel::http {
namespace {

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The byte that the escape at `text[i]` stands for; -1 when it is none.
int escape_at(std::string_view text, std::size_t i) noexcept {
  if (i + 2 >= text.size()) return -1;
  const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool is_unreserved(int c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' || c == '~';
}

bool needs_normalising(std::string_view path) noexcept {
  return path.empty() || path.front() != '/' || path.find('%') != path.npos || path.find("//") != path.npos || path.find("/.") != path.npos;
}

/// RFC 3986 5.2.4 on an absolute path, in place.
void remove_dot_segments(std::string& path) {
  std::string out;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at + 1), path.size());
    const std::string_view segment(path.data() + at, end - at);
    const bool last = end == path.size();
    if (segment == "/." || segment == "/..") {
      if (segment.size() == 3) out.erase(std::min(out.rfind('/'), out.size()));
      if (last) out += '/';
    } else if (segment != "/" || last) {
      out += segment;
    }
    at = end;
  }
  path = out.empty() ? "/" : std::move(out);
}

/// One `name=value` of Netty's query decoder, where leading '=' belong to nothing.
bool add_pair(std::string_view piece, std::vector<Pair>& pairs) {
  while (!piece.empty() && piece.front() == '=') piece.remove_prefix(1);
  if (piece.empty()) return true;
  const std::size_t equals = piece.find('=');
  auto name = decode_strictly(piece.substr(0, equals), true);
  auto value = decode_strictly(equals == piece.npos ? std::string_view() : piece.substr(equals + 1), true);
  if (!name || !value) return false;
  pairs.emplace_back(std::move(*name), std::move(*value));
  return true;
}

/// Netty's AbstractHttpData: a field's name has no line feeds, no blanks around it, and inside of it each CR or tab is a space.
std::string field_name(std::string_view name) {
  constexpr std::string_view kBlanks = " \t\n\v\f\r";
  const std::size_t from = name.find_first_not_of(kBlanks);
  if (from == name.npos) return {};
  std::string out(name.substr(from, name.find_last_not_of(kBlanks) - from + 1));
  std::erase(out, '\n');
  std::ranges::replace_if(out, [](char c) { return c == '\r' || c == '\t'; }, ' ');
  return out;
}

}  // namespace

std::optional<std::string> decode_strictly(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int c = escape_at(text, i);
      if (c < 0) return std::nullopt;
      out += static_cast<char>(c);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::optional<std::string_view> normalise_path(std::string_view path, std::string& scratch) {
  if (!needs_normalising(path)) return path;
  scratch.clear();
  if (path.empty() || path.front() != '/') scratch += '/';
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '%') {
      if (path[i] != '/' || scratch.empty() || scratch.back() != '/') scratch += path[i];
      continue;
    }
    const int c = escape_at(path, i);
    if (c < 0) return std::nullopt;
    if (is_unreserved(c)) {
      scratch += static_cast<char>(c);
    } else {
      scratch += path.substr(i, 3);
    }
    i += 2;
  }
  if (scratch.find("/.") != std::string::npos) remove_dot_segments(scratch);
  return std::string_view(scratch);
}

std::optional<std::vector<Pair>> parse_query(std::string_view query) {
  std::vector<Pair> pairs;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find_first_of("&;"), query.size());
    if (!add_pair(query.substr(0, end), pairs)) return std::nullopt;
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return pairs;
}

std::optional<std::vector<Pair>> parse_form(std::string_view body) {
  std::vector<Pair> pairs;
  const bool only = body.find('&') == body.npos;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('&'), body.size());
    const std::string_view piece = trim(body.substr(0, end));
    const bool dropped = end == body.size() && !only && piece.find('=') == piece.npos;
    if (!dropped && !add_pair(piece, pairs)) return std::nullopt;
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  for (Pair& pair : pairs) pair.first = field_name(pair.first);
  return pairs;
}

bool is_ascii(std::string_view text) noexcept {
  return std::ranges::none_of(text, [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

std::string latin1_to_utf8(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto b = static_cast<unsigned char>(c);
    if (b < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xC0 | (b >> 6));
      out += static_cast<char>(0x80 | (b & 0x3F));
    }
  }
  return out;
}

std::string utf8_to_latin1(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto b = static_cast<unsigned char>(text[i]);
    if (b < 0x80) {
      out += text[i];
    } else if ((b == 0xC2 || b == 0xC3) && i + 1 < text.size()) {
      out += static_cast<char>(((b & 0x03) << 6) | (static_cast<unsigned char>(text[++i]) & 0x3F));
    } else if (b >= 0xC0) {
      out += '?';
    }
  }
  return out;
}

std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\r' || text.front() == '\n'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) noexcept {
  return text.size() >= prefix.size() && same_ignoring_case(text.substr(0, prefix.size()), prefix);
}

std::vector<std::string> split_list(std::string_view text, char separator) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (const auto piece = trim(text.substr(0, end)); !piece.empty()) out.emplace_back(piece);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string_view media_type(std::string_view content_type) noexcept { return trim(content_type.substr(0, content_type.find(';'))); }

std::string_view value_parameter(std::string_view header, std::string_view name) noexcept {
  for (std::size_t at = header.find(';'); at != header.npos;) {
    std::string_view rest = trim(header.substr(at + 1));
    const std::size_t equals = rest.find('=');
    if (equals == rest.npos) return {};
    const bool found = same_ignoring_case(trim(rest.substr(0, equals)), name);
    std::string_view value = trim(rest.substr(equals + 1));
    std::size_t end;
    if (!value.empty() && value.front() == '"') {
      value.remove_prefix(1);
      end = std::min(value.find('"'), value.size());
    } else {
      end = std::min(value.find(';'), value.size());
    }
    if (found) return trim(value.substr(0, end));
    at = header.find(';', static_cast<std::size_t>(value.data() - header.data()) + end);
  }
  return {};
}

bool media_matches(std::string_view range, std::string_view type) noexcept {
  range = media_type(range);
  type = media_type(type);
  if (range == "*" || range == "*/*") return true;
  const std::size_t slash = range.find('/');
  if (slash == range.npos) return same_ignoring_case(range, type.substr(std::min(type.find('/'), type.size() - 1) + 1));
  if (range.substr(slash + 1) == "*") return starts_with_ignoring_case(type, range.substr(0, slash + 1));
  return same_ignoring_case(range, type);
}

bool accepts(std::string_view accept, std::string_view type) noexcept {
  if (trim(accept).empty()) return true;
  while (!accept.empty()) {
    const std::size_t end = std::min(accept.find(','), accept.size());
    const std::string_view range = trim(accept.substr(0, end));
    if (!range.empty() && (media_matches(range, type) || media_matches(type, range))) return true;
    accept.remove_prefix(std::min(end + 1, accept.size()));
  }
  return false;
}

std::string_view reason_phrase(int status) noexcept {
  struct Phrase {
    int status;
    std::string_view text;
  };
  static constexpr auto kPhrases = std::to_array<Phrase>({
      {100, "Continue"},
      {101, "Switching Protocols"},
      {102, "Processing"},
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {203, "Non-Authoritative Information"},
      {204, "No Content"},
      {205, "Reset Content"},
      {206, "Partial Content"},
      {207, "Multi-Status"},
      {300, "Multiple Choices"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {305, "Use Proxy"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {402, "Payment Required"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {407, "Proxy Authentication Required"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {411, "Length Required"},
      {412, "Precondition Failed"},
      {413, "Request Entity Too Large"},
      {414, "Request-URI Too Long"},
      {415, "Unsupported Media Type"},
      {416, "Requested Range Not Satisfiable"},
      {417, "Expectation Failed"},
      {421, "Misdirected Request"},
      {422, "Unprocessable Entity"},
      {423, "Locked"},
      {424, "Failed Dependency"},
      {425, "Unordered Collection"},
      {426, "Upgrade Required"},
      {428, "Precondition Required"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
      {505, "HTTP Version Not Supported"},
      {506, "Variant Also Negotiates"},
      {507, "Insufficient Storage"},
      {510, "Not Extended"},
      {511, "Network Authentication Required"},
  });
  if (status == 200) return "OK";
  const auto found = std::ranges::lower_bound(kPhrases, status, {}, &Phrase::status);
  if (found != kPhrases.end() && found->status == status) return found->text;
  if (status >= 100 && status < 600) {
    static constexpr std::string_view kClasses[] = {"Informational", "Success", "Redirection", "Client Error", "Server Error"};
    return kClasses[status / 100 - 1];
  }
  return "Unknown Status";
}

std::vector<std::size_t> java_hash_order(const std::vector<std::string_view>& keys) {
  std::uint32_t capacity = 16;
  while (keys.size() > capacity / 4 * 3) capacity *= 2;
  std::vector<std::uint32_t> buckets;
  for (const auto key : keys) {
    std::uint32_t hash = 0;
    for (const char c : key) hash = hash * 31 + static_cast<unsigned char>(c);
    buckets.push_back((hash ^ (hash >> 16)) & (capacity - 1));
  }
  std::vector<std::size_t> order(keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return buckets[i]; });
  return order;
}

}  // namespace kamel::http
