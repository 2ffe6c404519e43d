// github-webhook: what GitHub tells of a repository, an organisation or an app.
#include "connectors/http/text.h"
#include "connectors/webhooks/receiver.h"

namespace kamel::connectors {
namespace {

constexpr Field kFields[] = {
    {.name = "secret", .summary = "as it was entered at GitHub", .scope = "consumer", .secret = true},
    {.name = "events", .summary = "the types (X-GitHub-Event) that are wanted: push,pull_request; all but ping by default. Others are answered with 204", .scope = "consumer"},
};

std::unique_ptr<RouteSource> source(const EndpointDecl& decl, Assembler& assembler) {
  ReceiverOptions options;
  options.signature.header = "X-Hub-Signature-256";
  options.signature.secret = decl.options.text("secret");
  options.event_header = "X-GitHub-Event";
  options.greeting = "ping";
  options.events = http::split_list(decl.options.text("events"));
  return receive(decl, assembler, std::move(options));
}

}  // namespace

ComponentSpec github_webhook() {
  return {.scheme = "github-webhook",
          .syntax = "github-webhook:path",
          .summary = "Takes in GitHub's webhooks: their signature is checked. The body is the event in JSON, the headers X-GitHub-Event and X-GitHub-Delivery say what it is; a delivery that is "
                     "repeated has the same id, for idempotentConsumer.",
          .fields = kFields,
          .example = "github-webhook:/hooks/github?secret=RAW(s3cret)&events=push,pull_request",
          .source = source};
}

}  // namespace kamel::connectors
