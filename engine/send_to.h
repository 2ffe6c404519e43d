// SendTo: what `to` writes: the send itself, and what must be kept and put back around it.
#pragma once

#include "engine/assembler.h"

namespace kamel {

/// What a send may be told besides its endpoint. Empty: not given.
struct SendOptions {
  std::string variable_send;     // send this variable as the body
  std::string variable_receive;  // put the reply there and keep the message
  std::string pattern;           // InOnly or InOut, for this send only
};
SendOptions read_send_options(const Options& options);

/// Writes `endpoint` with its surroundings. `uri` is what the exchange remembers as its last endpoint; "": the endpoint notes it itself.
void emit_send(std::unique_ptr<const Step> endpoint, std::string_view uri, const SendOptions& options, Assembler& assembler);

/// Writes what `send` writes, with what must be kept and put back around it.
void emit_within(const SendOptions& options, Assembler& assembler, const std::function<void()>& send);

/// The choices of `pattern`.
inline constexpr std::string_view kPatterns[] = {"InOnly", "InOut"};

}  // namespace kamel
