// The frames of RFC 6455: what a client sends, taken apart; what a server sends, put together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dsl/slice.h"

namespace kamel::websocket {

enum class Opcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

/// Unmasked, whole.
Slice write_frame(Opcode opcode, std::string_view payload);
Slice write_close(std::uint16_t code, std::string_view reason = {});
/// Sec-WebSocket-Accept for a Sec-WebSocket-Key.
std::string accept_key(std::string_view key);

struct Message {
  Opcode opcode = Opcode::Text;  // Text, Binary, Close, Ping or Pong
  std::string payload;
};

/// Reads a client's frames: puts fragments together, lets control frames come in between, and holds them to the rules: masked, no reserved bits, UTF-8 texts.
class FrameReader {
 public:
  /// Longer messages break the connection (1009).
  explicit FrameReader(std::size_t limit) : limit_(limit) {}
  /// Takes bytes up to the end of the next message, and says how many. `message` is set when there is one.
  std::size_t feed(std::string_view bytes, std::optional<Message>& message);
  /// The code to close with after a rule has been broken; 0: all is well.
  std::uint16_t error() const noexcept { return error_; }

 private:
  bool read_header(std::string_view header);
  void complete(std::optional<Message>& message);
  std::size_t limit_;
  std::string header_;           // of the frame that is coming, as far as it is there
  std::uint64_t left_ = 0;       // of its payload
  std::uint64_t at_ = 0;         // place in its payload, for the mask
  char mask_[4] = {};
  bool in_frame_ = false, final_ = false;
  Opcode opcode_ = Opcode::Text;
  std::optional<Opcode> fragments_;  // what the fragments so far make
  std::string data_, control_;
  std::uint16_t error_ = 0;
};

bool is_utf8(std::string_view text) noexcept;

}  // namespace kamel::websocket
