#include "kamel-cli/run/drain.h"

#include "connectors/http/server.h"
#include "engine/repositories/media.h"
#include "engine/repositories/sqlite_store.h"
#include "kamel-cli/command.h"
#include "kamel-cli/run/report.h"

namespace kamel::cli {

int drain(Runtime& runtime, double seconds, const Paint& paint) {
  const auto say = [](const std::string& text) { print(text + "\n", stderr); };
  const std::size_t in_flight = runtime.in_flight();
  if (in_flight != 0) say("draining " + std::to_string(in_flight) + " in flight (Ctrl-C again quits at once)");
  const auto began = std::chrono::steady_clock::now();
  if (const auto server = runtime.context().find_shared<http::HttpServer>("")) server->drain();
  const bool all = runtime.drain(std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000)));
  if (const auto stores = runtime.context().find_shared<SqliteStores>("")) stores->flush();
  if (const auto media = runtime.context().find_shared<Media>("")) media->flush();
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
  if (all) {
    say("stopped in " + duration_text(took) + ": " + std::to_string(runtime.completed()) + " exchanges done");
    return kOk;
  }
  say(paint.red("stopped") + " after " + duration_text(took) + " with " + std::to_string(runtime.in_flight()) +
      " exchanges unfinished; --drain-seconds gives them more time");
  return kFailure;
}

}  // namespace kamel::cli
