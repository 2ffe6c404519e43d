// Functions of jq that Camel's jq does not have.
#pragma once

#include <string>
#include <string_view>

namespace kamel::languages::jq_lang {

/// What a program names that jackson-jq 1.4, which is Camel's jq, would not find when it runs: "Function todate/0 does not exist",
/// "$ENV is not defined". "" when there is nothing like that. Texts are passed over, the \(expressions) in them are not.
std::string missing_name(std::string_view program);

/// The same of a function that is called with empty parentheses, which libjq does not read; "" for none.
std::string called_with_nothing(std::string_view program);

/// The same out of libjq's complaint about a program; "" where it complains about something else.
std::string missing_name_in(std::string_view complaint);

}  // namespace kamel::languages::jq_lang
