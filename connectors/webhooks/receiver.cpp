#include "connectors/webhooks/receiver.h"

#include <algorithm>

#include "connectors/http/mounted_source.h"

namespace kamel::connectors {

bool Receiver::admit(const http::Request& request, http::Response& refusal) const {
  if (!CamelBinding::admit(request, refusal)) return false;
  if (!is_signed(options_.signature, request.header(options_.signature.header), request.body)) {
    refusal.failure(401);
    return false;
  }
  if (options_.event_header.empty()) return true;
  const std::string_view event = request.header(options_.event_header);
  const bool listed = std::ranges::find(options_.events, event) != options_.events.end();
  const bool wanted = listed || (options_.events.empty() && event != options_.greeting);
  if (!wanted) refusal.status(204);
  return wanted;
}

std::unique_ptr<RouteSource> receive(const EndpointDecl& decl, Assembler& assembler, ReceiverOptions options) {
  const std::string scheme(decl.spec.scheme), &path = decl.uri.path;
  if (!path.starts_with('/')) {
    assembler.error(decl.mark, "the path of " + scheme + " must start with /: '" + path + "'", "write " + scheme + ":/hooks/name; Camel's webhook:component:… for other components is not there",
                    "java.lang.IllegalArgumentException");
    return nullptr;
  }
  if (options.signature.secret.empty()) {
    assembler.error(decl.mark, scheme + " needs the secret that its sender signs with", "secret=RAW({{env:HOOK_SECRET}}); for what is not signed use platform-http:" + path,
                    "org.apache.camel.ResolveEndpointFailedException");
    return nullptr;
  }
  http::MountOptions mount;
  mount.path = path;
  mount.methods = {"POST"};
  mount.binding = std::make_shared<Receiver>(std::move(options), path);
  return std::make_unique<http::MountedSource>(assembler.context(), std::move(mount));
}

}  // namespace kamel::connectors
