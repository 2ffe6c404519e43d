// The names that Camel gives to what it adds to an exchange.
#pragma once

#include <string_view>

namespace kamel::names {

inline constexpr std::string_view kExceptionCaught = "CamelExceptionCaught";
inline constexpr std::string_view kExceptionHandled = "CamelExceptionHandled";
inline constexpr std::string_view kCircuitDetected = "CamelErrorHandlerCircuitDetected";
inline constexpr std::string_view kFailureEndpoint = "CamelFailureEndpoint";
inline constexpr std::string_view kFailureRouteId = "CamelFailureRouteId";
inline constexpr std::string_view kToEndpoint = "CamelToEndpoint";
inline constexpr std::string_view kCorrelationId = "CamelCorrelationId";
inline constexpr std::string_view kRedelivered = "CamelRedelivered";
inline constexpr std::string_view kRedeliveryCounter = "CamelRedeliveryCounter";
inline constexpr std::string_view kRedeliveryMaxCounter = "CamelRedeliveryMaxCounter";
inline constexpr std::string_view kSplitIndex = "CamelSplitIndex";
inline constexpr std::string_view kSplitSize = "CamelSplitSize";
inline constexpr std::string_view kSplitComplete = "CamelSplitComplete";
inline constexpr std::string_view kMulticastIndex = "CamelMulticastIndex";
inline constexpr std::string_view kMulticastComplete = "CamelMulticastComplete";
inline constexpr std::string_view kLoopIndex = "CamelLoopIndex";
inline constexpr std::string_view kLoopSize = "CamelLoopSize";
inline constexpr std::string_view kFilterMatched = "CamelFilterMatched";
inline constexpr std::string_view kGroupedExchange = "CamelGroupedExchange";
inline constexpr std::string_view kRecipientListEndpoint = "CamelRecipientListEndpoint";
inline constexpr std::string_view kSlipEndpoint = "CamelSlipEndpoint";
inline constexpr std::string_view kDuplicateMessage = "CamelDuplicateMessage";
inline constexpr std::string_view kContentType = "Content-Type";

}  // namespace kamel::names
