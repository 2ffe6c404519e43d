#include "connectors/websocket/frames.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>

namespace kamel::websocket {
namespace {

constexpr std::size_t kMostControl = 125;
constexpr std::uint16_t kProtocolError = 1002, kBadData = 1007, kTooLong = 1009;

bool is_control(Opcode opcode) { return (static_cast<int>(opcode) & 8) != 0; }

bool is_close_code(unsigned code) {
  return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) || (code >= 3000 && code <= 4999);
}

}  // namespace

Slice write_frame(Opcode opcode, std::string_view payload) {
  SliceBuilder frame(payload.size() + 10);
  frame.push_back(static_cast<char>(0x80 | static_cast<int>(opcode)));
  if (payload.size() <= kMostControl) {
    frame.push_back(static_cast<char>(payload.size()));
  } else {
    const int bytes = payload.size() <= 0xFFFF ? 2 : 8;
    frame.push_back(static_cast<char>(bytes == 2 ? 126 : 127));
    for (int i = bytes - 1; i >= 0; --i) frame.push_back(static_cast<char>(payload.size() >> (8 * i)));
  }
  frame.append(payload);
  return frame.finish();
}

Slice write_close(std::uint16_t code, std::string_view reason) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code)};
  payload += reason.substr(0, kMostControl - 2);
  return write_frame(Opcode::Close, payload);
}

std::string accept_key(std::string_view key) {
  const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  unsigned char out[32];
  const int size = EVP_EncodeBlock(out, digest, sizeof digest);
  return std::string(reinterpret_cast<char*>(out), static_cast<std::size_t>(size));
}

bool is_utf8(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    const unsigned first = byte(i);
    const std::size_t more = first < 0x80 ? 0 : first >= 0xC2 && first < 0xE0 ? 1 : first >= 0xE0 && first < 0xF0 ? 2 : first >= 0xF0 && first < 0xF5 ? 3 : 9;
    if (more == 9 || i + more >= text.size()) return false;
    if (more != 0) {
      const unsigned second = byte(i + 1);
      const unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80, high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
      if (second < low || second > high) return false;
    }
    for (std::size_t k = 2; k <= more; ++k) {
      if ((byte(i + k) & 0xC0) != 0x80) return false;
    }
    i += more + 1;
  }
  return true;
}

/// Whether the header is complete; else more of it is needed, or `error_` is set.
bool FrameReader::read_header(std::string_view header) {
  if (header.size() < 2) return false;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(header[i]); };
  const unsigned length = byte(1) & 0x7F;
  const std::size_t extra = length == 126 ? 2 : length == 127 ? 8 : 0;
  opcode_ = static_cast<Opcode>(byte(0) & 0x0F);
  final_ = (byte(0) & 0x80) != 0;
  const bool known = static_cast<int>(opcode_) <= 2 || (static_cast<int>(opcode_) >= 8 && static_cast<int>(opcode_) <= 10);
  if ((byte(0) & 0x70) != 0 || !known || (byte(1) & 0x80) == 0 || (is_control(opcode_) && (!final_ || length > kMostControl)) ||
      (!is_control(opcode_) && (opcode_ == Opcode::Continuation) != fragments_.has_value())) {
    error_ = kProtocolError;
    return false;
  }
  if (header.size() < 2 + extra + 4) return false;
  left_ = length;
  if (extra != 0) {
    left_ = 0;
    for (std::size_t i = 0; i < extra; ++i) left_ = left_ << 8 | byte(2 + i);
  }
  header.substr(2 + extra).copy(mask_, 4);
  if (!is_control(opcode_) && left_ > limit_ - std::min(limit_, data_.size())) error_ = kTooLong;
  return error_ == 0;
}

std::size_t FrameReader::feed(std::string_view bytes, std::optional<Message>& message) {
  std::size_t taken = 0;
  while (error_ == 0 && !message) {
    if (!in_frame_) {
      if (taken == bytes.size()) return taken;
      header_ += bytes[taken++];
      if (!read_header(header_)) continue;
      header_.clear();
      in_frame_ = true;
      at_ = 0;
    }
    const std::size_t piece = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size() - taken));
    std::string& to = is_control(opcode_) ? control_ : data_;
    for (std::size_t i = 0; i < piece; ++i) to += static_cast<char>(bytes[taken + i] ^ mask_[at_++ & 3]);
    taken += piece;
    left_ -= piece;
    if (left_ != 0) return taken;
    in_frame_ = false;
    complete(message);
  }
  return taken;
}

void FrameReader::complete(std::optional<Message>& message) {
  if (is_control(opcode_)) {
    message = Message{opcode_, std::exchange(control_, {})};
    if (opcode_ != Opcode::Close) return;
    const std::string& payload = message->payload;
    const unsigned code = payload.size() >= 2 ? static_cast<unsigned>(static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1])) : 1000;
    if (payload.size() == 1 || !is_close_code(code)) error_ = kProtocolError;
    if (payload.size() > 2 && !is_utf8(std::string_view(payload).substr(2))) error_ = kBadData;
  } else {
    if (!fragments_) fragments_ = opcode_;
    if (!final_) return;
    if (*fragments_ == Opcode::Text && !is_utf8(data_)) {
      error_ = kBadData;
      return;
    }
    message = Message{*fragments_, std::exchange(data_, {})};
    fragments_.reset();
  }
  if (error_ != 0) message.reset();
}

}  // namespace kamel::websocket
