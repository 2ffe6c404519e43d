// TLS of a libcurl handle, by TlsFiles.
#pragma once

#include "connectors/http/tls/files.h"
#include "connectors/http/transfers.h"

namespace kamel::http {

/// `tls` may be nothing: the system's authorities then. The transfer keeps the texts, which libcurl points into. Fails with what cannot be read.
Result<> apply_tls(TlsFiles* tls, Transfer& transfer);

}  // namespace kamel::http
