// kamel init: writes a first route.
#include <CLI/App.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

#include "kamel-cli/command.h"
#include "kamel-cli/output/paint.h"

namespace fs = std::filesystem;

namespace kamel::cli {
namespace {

constexpr std::string_view kRoute =
    R"(# Run it:                     kamel run FILE
# Run it again at each save:  kamel run FILE --dev
- route:
    id: NAME
    from:
      uri: timer:tick
      parameters:
        period: 1000
      steps:
        - setBody:
            simple: "Hello from ${routeId}: ${header.CamelTimerCounter}"
        - log: "${body}"
)";

constexpr std::string_view kKamelet =
    R"(# Use it in a route beside this file:  - to: "kamelet:NAME?greeting=Hi"
apiVersion: camel.apache.org/v1
kind: Kamelet
metadata:
  name: NAME
  labels:
    camel.apache.org/kamelet.type: action
spec:
  definition:
    title: Greets
    description: Puts a greeting before the body
    properties:
      greeting:
        title: Greeting
        description: What to say
        type: string
        default: Hello
  template:
    from:
      uri: kamelet:source
      steps:
        - setBody:
            simple: "{{greeting}} ${body}"
)";

std::string filled(std::string_view sample, const fs::path& path) {
  const std::string file = path.string();
  const std::string name = path.filename().string().substr(0, path.filename().string().find('.'));
  std::string out(sample);
  const auto replace = [&](std::string_view what, const std::string& with) {
    for (auto at = out.find(what); at != std::string::npos; at = out.find(what, at + with.size())) out.replace(at, what.size(), with);
  };
  replace("FILE", file);
  replace("NAME", name);
  return out;
}

int fail(const std::string& message) {
  print("kamel: " + message + "\n", stderr);
  return kFailure;
}

int write_sample(const std::string& file, bool force) {
  const fs::path path(file);
  const bool kamelet = file.ends_with(".kamelet.yaml");
  if (path.extension() != ".yaml" && path.extension() != ".yml")
    return fail("routes are written in YAML; try `kamel init " + path.stem().string() + ".yaml`");
  std::error_code ignored;
  if (fs::exists(path, ignored) && !force) return fail("'" + file + "' is there already; --force overwrites it");
  std::ofstream out(path, std::ios::binary);
  out << filled(kamelet ? kKamelet : kRoute, path);
  out.close();
  if (!out) return fail("cannot write '" + file + "': " + std::strerror(errno));
  print("wrote " + file + (kamelet ? "\n" : "; run it with `kamel run " + file + " --dev`\n"));
  return kOk;
}

}  // namespace

void commands::init(CLI::App& app, Shell& shell) {
  struct Options {
    std::string file;
    bool force = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(app, shell, "init", "Write a first route",
                                  "  kamel init hello.yaml             a route\n"
                                  "  kamel init greet.kamelet.yaml     a Kamelet\n",
                                  [options] { return write_sample(options->file, options->force); });
  command.add_option("FILE", options->file, "The file to write")->required();
  command.add_flag("--force", options->force, "Overwrite a file that is there");
}

}  // namespace kamel::cli
