// Why a transfer has no answer, in the words of Apache's client.
#pragma once

#include "connectors/http/transfers.h"
#include "dsl/error.h"

namespace kamel::http {

/// The exception that Camel's http component would have thrown for `code` (not CURLE_OK).
Error transfer_error(CURLcode code, const Transfer& transfer, const std::string& url);

}  // namespace kamel::http
