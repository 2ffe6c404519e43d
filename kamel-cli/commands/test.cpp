// kamel test: runs the tests that stand beside routes.
#include <poll.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>

#include "kamel-cli/command.h"
#include "kamel-cli/dev/watcher.h"
#include "kamel-cli/output/paint.h"
#include "kamel-cli/test/report.h"

namespace fs = std::filesystem;

namespace kamel::cli {
namespace {

struct TestOptions {
  LoadOptions load;
  std::vector<std::string> places;
  std::string filter;
  std::string output = "text";
  bool watch = false, coverage = false, quiet = false;
};

constexpr const char* kHelp =
    "  kamel test                          every *.test.yaml below this folder\n"
    "  kamel test orders.test.yaml -f Europe\n"
    "  kamel test routes/ -o junit > results.xml\n"
    "  kamel test --watch                  again at each save\n"
    "\nA test stands beside its routes: orders.test.yaml tests orders.yaml.\n"
    "  tests:\n"
    "    - name: a large order is packed in Europe\n"
    "      send:\n"
    "        to: kafka:orders                        # the `from` of a route, its id, or direct:…\n"
    "        body: { id: 7, country: DE }            # a map is sent as JSON\n"
    "        headers: { source: shop }\n"
    "      mocks:\n"
    "        - { uri: \"http:*\", fail: java.net.ConnectException, times: 2 }\n"
    "        - { uri: \"http:*\", body: { price: 12 } }\n"
    "      expect:\n"
    "        kafka:orders-europe:                    # these messages, in this order, and no others\n"
    "          - body: { id: 7 }\n"
    "            headers: { country: DE, secret: ~ } # ~: must not be there\n"
    "            at: 2s                              # after two redeliveries, in the test's own time\n"
    "        kafka:orders-america: 0\n"
    "        log: [ \"Europe packs\" ]\n"
    "\nTime is virtual: a delay of an hour takes none. Endpoints that leave the process (kafka, http, file, mock …) are mocked and noted;\n"
    "what a route sends to an endpoint that another route reads from is handed on. `steps:` with send, wait and expect tells a longer story.\n"
    "`kamel schema test` prints all of the format as a JSON Schema, for editors.\n"
    "\nExit codes: 0 all passed, 1 some failed, 2 wrong usage, 3 errors in a test file or its routes.\n";

void add_folder(const fs::path& folder, std::vector<std::string>& files) {
  std::error_code ignored;
  for (auto entry = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, ignored); entry != fs::recursive_directory_iterator();
       entry.increment(ignored)) {
    const std::string name = entry->path().filename().string();
    if (entry->is_directory(ignored) && (name.starts_with('.') || name == "build" || name == "node_modules")) entry.disable_recursion_pending();
    if (is_test_file(name)) files.push_back(entry->path().lexically_normal().string());
  }
}

// orders.yaml stands for orders.test.yaml beside it.
std::string tests_of(const std::string& file) {
  if (is_test_file(file) || !fs::path(file).has_extension()) return file;
  const fs::path path(file);
  return (path.parent_path() / (path.stem().string() + ".test" + path.extension().string())).string();
}

std::vector<std::string> find_files(const std::vector<std::string>& places) {
  std::vector<std::string> files;
  for (const std::string& place : places.empty() ? std::vector<std::string>{"."} : places) {
    std::error_code ignored;
    if (fs::is_directory(place, ignored)) add_folder(place, files);
    else files.push_back(tests_of(place));
  }
  std::ranges::sort(files);
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

TestOutcome unreadable(const std::string& file, const Diagnostics& diagnostics) {
  TestOutcome outcome{.file = file, .name = "the test file is well formed", .skipped = {}, .mark = {}, .failures = {}, .reports = {}, .invalid = true};
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    if (diagnostic.severity == Severity::Error) outcome.failures.push_back({diagnostic.mark, diagnostic.hint.empty() ? diagnostic.message : diagnostic.message + "; " + diagnostic.hint, {}});
  }
  return outcome;
}

class TestCommand {
 public:
  TestCommand(const Shell& shell, TestOptions options) : shell_(shell), options_(std::move(options)), paint_(stdout) {}

  int run() {
    if (!options_.watch) return run_once();
    Watcher watcher(options_.places);
    for (;;) {
      const int code = run_once();
      watcher.watch(folders_);
      print(paint_.dim(code == kOk ? "waiting for a save (Ctrl-C ends)" : "waiting for a save that mends this (Ctrl-C ends)") + "\n", stderr);
      pollfd entry{watcher.fd(), POLLIN, 0};
      do {
        poll(&entry, 1, -1);
      } while (!watcher.take(std::chrono::milliseconds(20)));
    }
  }

 private:
  int run_once() {
    const auto began = std::chrono::steady_clock::now();
    TestResults results;
    TestRunner runner(shell_.registry, options_.load);
    for (const std::string& file : find_files(options_.places)) run_file(file, runner, results);
    results.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
    if (results.outcomes.empty()) {
      print("kamel: there is no test" + (options_.filter.empty() ? std::string(" (a *.test.yaml file)") : " whose name has '" + options_.filter + "'") + "; `kamel test --help` shows how to write one\n", stderr);
      return kFailure;
    }
    report(results, runner.coverage());
    return results.invalid() ? kRouteErrors : results.failed() != 0 ? kFailure : kOk;
  }

  bool wanted(const std::string& file, const std::string& name) const { return options_.filter.empty() || (file + ": " + name).find(options_.filter) != std::string::npos; }

  void watch_folder(const std::string& file) {
    const std::string folder = fs::path(file).parent_path().string();
    folders_.push_back(folder.empty() ? "." : folder);
  }

  void run_file(const std::string& file, TestRunner& runner, TestResults& results) {
    Diagnostics diagnostics;
    const DeclaredTests tests = read_tests(file, diagnostics);
    watch_folder(file);
    for (const std::string& routes : tests.routes) watch_folder(routes);
    const bool text = options_.output == "text";
    if (text && !options_.quiet) print(paint_.bold(file) + "\n");
    if (diagnostics.has_errors()) add(unreadable(file, diagnostics), results);
    else run_tests(tests, runner, results);
  }

  void run_tests(const DeclaredTests& tests, TestRunner& runner, TestResults& results) {
    for (const DeclaredTest& test : tests.tests) {
      if (wanted(tests.path, test.name)) add(runner.run(tests, test), results);
    }
  }

  void add(TestOutcome outcome, TestResults& results) {
    if (options_.output == "text") print(text_of(outcome, paint_, !options_.quiet));
    results.outcomes.push_back(std::move(outcome));
  }

  void report(const TestResults& results, const Coverage& coverage) const {
    if (options_.output == "tap") return print(as_tap(results));
    if (options_.output == "junit") return print(as_junit(results));
    if (options_.output == "json") return print(as_json(results, coverage));
    print(summary(results, coverage, paint_, options_.coverage));
  }

  const Shell& shell_;
  TestOptions options_;
  Paint paint_;
  std::vector<std::string> folders_;
};

}  // namespace

void commands::test(CLI::App& app, Shell& shell) {
  auto options = std::make_shared<TestOptions>();
  CLI::App& command = add_command(app, shell, "test", "Run the tests that stand beside routes", kHelp, [&shell, options] { return TestCommand(shell, *options).run(); });
  command.add_option("FILE", options->places, "Test files, their routes, or folders [.]");
  command.add_option("-f,--filter", options->filter, "Only tests that have this in `file: name`");
  command.add_option("-o,--output", options->output, "text, tap, junit or json")->check(CLI::IsMember({"text", "tap", "junit", "json"}))->capture_default_str();
  command.add_option("-p,--property", options->load.properties, "A property of the routes: key=value; may be repeated")->allow_extra_args(false);
  command.add_flag("--watch", options->watch, "Run again at each save");
  command.add_flag("--coverage", options->coverage, "Name every step that no test has run");
  command.add_flag("-q,--quiet", options->quiet, "Only failures and the summary");
}

}  // namespace kamel::cli
