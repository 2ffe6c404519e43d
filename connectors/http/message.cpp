#include "connectors/http/message.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "connectors/http/text.h"
#include "engine/named_values.h"

namespace kamel::http {
namespace {

constexpr auto kTokenCharacters = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool is_token(std::string_view text) noexcept {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return kTokenCharacters[static_cast<unsigned char>(c)]; });
}

bool is_field_text(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 || c == '\t'; });
}

}  // namespace

std::string_view Request::header(std::string_view name) const noexcept {
  for (const HeaderLine& line : headers) {
    if (line.name.size() == name.size() && same_ignoring_case(line.name, name)) return line.value;
  }
  return {};
}

void Response::status(int code) {
  reset();
  code_ = code;
  if (code == 200) {
    out_ += "HTTP/1.1 200 OK\r\n";
    return;
  }
  out_ += "HTTP/1.1 ";
  char digits[12];
  out_.append(digits, std::to_chars(digits, digits + sizeof digits, code).ptr);
  out_ += ' ';
  out_ += reason_phrase(code);
  out_ += "\r\n";
}

bool Response::header(std::string_view name, std::string_view value) {
  if (!is_token(name) || !is_field_text(value)) return false;
  out_ += name;
  out_ += ": ";
  out_ += value;
  out_ += "\r\n";
  return true;
}

std::string_view Response::find(std::string_view name) const noexcept {
  std::string_view rest = std::string_view(out_).substr(start_);
  while (true) {
    const std::size_t end = rest.find("\r\n");
    if (end == rest.npos) return {};
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    if (line.size() > name.size() + 1 && line[name.size()] == ':' && same_ignoring_case(line.substr(0, name.size()), name)) return line.substr(name.size() + 2);
  }
}

void Response::reset() {
  out_.resize(start_);
  body_ = {};
  flow_.reset();
  dialogue_.reset();
  code_ = 0;
}

void Response::text(int code, std::string_view content_type, std::string_view body) {
  status(code);
  if (!content_type.empty()) header("content-type", content_type);
  body_ = Slice(body);
}

void Response::failure(int code) { text(code, {}, reason_phrase(code)); }

}  // namespace kamel::http
