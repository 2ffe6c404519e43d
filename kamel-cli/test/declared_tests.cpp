#include "kamel-cli/test/declared_tests.h"

#include <cstdio>
#include <filesystem>

#include "dsl/json.h"
#include "dsl/yaml.h"
#include "engine/time_zone.h"
#include "kamel-cli/load/inputs.h"
#include "kamel-cli/test/fields.h"

namespace fs = std::filesystem;

namespace kamel::cli {
namespace {

// "2026-01-01" or "2026-01-01T12:30:00Z", in milliseconds since 1970.
std::optional<std::int64_t> moment(const std::string& text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, end = 0;
  const int read = std::sscanf(text.c_str(), "%4d-%2d-%2d%nT%2d:%2d:%2dZ%n", &year, &month, &day, &end, &hour, &minute, &second, &end);
  const bool fits = (read == 3 || read == 6) && static_cast<std::size_t>(end) == text.size();
  if (!fits || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return (((days_from_civil(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}

class Reader {
 public:
  Reader(std::string path, Diagnostics& diagnostics) : path_(std::move(path)), diagnostics_(diagnostics) {}

  DeclaredTests read() {
    DeclaredTests out;
    out.path = path_;
    const SourcePtr source = read_source(path_, diagnostics_);
    if (!source) return out;
    const std::vector<Node> documents = yaml::parse(source, diagnostics_);
    if (documents.size() != 1 || !documents.front().is_map()) {
      diagnostics_.error({source, 1, 1}, "a test file is a map with `tests:` in it", "`kamel test --help` shows one");
      return out;
    }
    file(documents.front(), out);
    return out;
  }

 private:
  Options options(const Node& node, std::span<const Field> fields, std::string what, bool lenient = false) {
    FieldRules rules;
    rules.common = false;
    rules.lenient = lenient;
    rules.what = std::move(what);
    return Options::read(node, fields, rules, diagnostics_);
  }

  std::string beside(const std::string& name) const {
    const fs::path folder = fs::path(path_).parent_path();
    return folder.empty() ? name : (folder / name).lexically_normal().string();
  }

  void file(const Node& node, DeclaredTests& out) {
    const Options given = options(node, test_fields::file(), "the test file");
    for (const std::string& name : given.texts("routes")) out.routes.push_back(beside(name));
    if (out.routes.empty()) out.routes.push_back(default_routes());
    out.properties = texts_of(given.node("properties"));
    clock(given, out);
    if (const Node* list = given.node("mocks")) mocks(*list, mocks_);
    const Node* list = given.node("tests");
    if (list == nullptr) return;
    for (const Node& item : list->items) out.tests.push_back(test(item));
  }

  std::string default_routes() const {
    const auto dot = path_.rfind(".test.");
    return dot == std::string::npos ? path_ : path_.substr(0, dot) + path_.substr(dot + 5);
  }

  void clock(const Options& given, DeclaredTests& out) {
    const std::string text = given.text("clock");
    const auto ms = moment(text);
    if (!ms) diagnostics_.error(given.mark("clock"), "'" + text + "' is no time", "write clock: \"2026-01-01T00:00:00Z\"");
    out.clock_ms = ms.value_or(0);
  }

  static std::vector<std::pair<std::string, std::string>> texts_of(const Node* map) {
    std::vector<std::pair<std::string, std::string>> out;
    if (map == nullptr) return out;
    for (const Node::Entry& entry : map->entries) out.emplace_back(entry.key, entry.value.text);
    return out;
  }
  static NamedNodes nodes_of(const Node* map) {
    NamedNodes out;
    if (map == nullptr) return out;
    for (const Node::Entry& entry : map->entries) out.emplace_back(entry.key, entry.value);
    return out;
  }
  static std::vector<std::pair<std::string, Value>> values_of(const Node* map) {
    std::vector<std::pair<std::string, Value>> out;
    if (map == nullptr) return out;
    for (const Node::Entry& entry : map->entries) out.emplace_back(entry.key, entry.value.value());
    return out;
  }
  template <class Read>
  static void each(const Node& one_or_list, Read read) {
    if (!one_or_list.is_list()) return read(one_or_list);
    for (const Node& item : one_or_list.items) read(item);
  }

  std::optional<std::string> file_text(const Options& given, std::string_view option) {
    const auto name = given.maybe_text(option);
    if (!name) return std::nullopt;
    Diagnostics unread;
    const SourcePtr source = read_source(beside(*name), unread);
    if (source) return source->text;
    diagnostics_.error(given.mark(option), "cannot read '" + beside(*name) + "'", "the path counts from the folder of the test file");
    return std::nullopt;
  }

  TestMessage message(const Options& given) {
    TestMessage out;
    if (const Node* body = given.node("body")) {
      const bool structured = body->is_map() || body->is_list();
      out.body = structured ? Value(json::write(body->value())) : body->value();
    }
    if (auto text = file_text(given, "bodyFile")) out.body = Value(*text);
    out.headers = values_of(given.node("headers"));
    return out;
  }

  TestAnswer answer(const Options& given) {
    return {message(given), given.text("fail"), given.text("message"), given.duration("delay"), given.integer("times")};
  }

  void mocks(const Node& list, std::vector<TestMock>& out) {
    each(list, [&](const Node& item) {
      const Options given = options(item, test_fields::mock(), "a mock");
      TestMock mock{given.text("uri"), given.flag("real"), {}};
      if (const Node* answers = given.node("answers")) {
        for (const Node& one : answers->items) mock.answers.push_back(answer(options(one, test_fields::answer(), "an answer")));
      } else {
        mock.answers.push_back(answer(given));
      }
      out.push_back(std::move(mock));
    });
  }

  DeclaredTest test(const Node& node) {
    const Options given = options(node, test_fields::test(), "a test");
    DeclaredTest out;
    out.name = given.text("name");
    out.skip = given.text("skip");
    out.mark = node.mark;
    out.properties = texts_of(given.node("properties"));
    if (const Node* list = given.node("mocks")) mocks(*list, out.mocks);
    out.mocks.insert(out.mocks.end(), mocks_.begin(), mocks_.end());
    if (const Node* list = given.node("send")) each(*list, [&](const Node& item) { out.steps.push_back({.send = send(item)}); });
    if (const Node* list = given.node("steps")) {
      if (!out.steps.empty() || given.has("expect")) diagnostics_.error(list->mark, "a test has either steps, or send and expect", "move them into the steps");
      for (const Node& item : list->items) steps(item, out);
    }
    out.settles = !given.has("steps");
    if (const Node* expected = given.node("expect")) out.steps.push_back({.expect = expectation(*expected)});
    return out;
  }

  void steps(const Node& node, DeclaredTest& out) {
    const Options given = options(node, test_fields::step(), "a step of a test");
    if (const Node* list = given.node("send")) each(*list, [&](const Node& item) { out.steps.push_back({.send = send(item)}); });
    if (given.has("wait")) out.steps.push_back({.wait = given.duration("wait")});
    if (const Node* expected = given.node("expect")) out.steps.push_back({.expect = expectation(*expected)});
  }

  TestSend send(const Node& node) {
    const Options given = options(node, test_fields::send(), "send");
    TestSend out;
    out.mark = node.mark;
    out.to = given.text("to");
    out.message = message(given);
    out.message.properties = values_of(given.node("properties"));
    out.message.variables = values_of(given.node("variables"));
    out.in_only = given.choice("pattern") == "InOnly";
    out.repeat = given.integer("repeat");
    if (const Node* reply = given.node("expect")) out.reply = expected_message(*reply);
    return out;
  }

  // A text is short for {body: text}, as is a list.
  ExpectedMessage expected_message(const Node& node) {
    ExpectedMessage out;
    out.mark = node.mark;
    if (!node.is_map()) {
      out.body = node;
      return out;
    }
    const Options given = options(node, test_fields::message(), "an expected message");
    if (const Node* body = given.node("body")) out.body = *body;
    if (auto text = file_text(given, "bodyFile")) {
      Node body;
      body.kind = Node::Kind::Scalar;
      body.mark = given.mark("bodyFile");
      body.text = std::move(*text);
      body.quoted = true;
      out.body = std::move(body);
    }
    if (const Node* part = given.node("bodyIncludes")) out.body_includes = *part;
    if (const Node* texts = given.node("bodyContains"); texts != nullptr && texts->is_scalar()) out.body_contains = {texts->text};  // commas are meant
    else out.body_contains = given.texts("bodyContains");
    out.body_matches = given.maybe_text("bodyMatches");
    out.headers = nodes_of(given.node("headers"));
    out.properties = nodes_of(given.node("properties"));
    out.variables = nodes_of(given.node("variables"));
    if (const Node* that = given.node("that")) each(*that, [&](const Node& item) { out.that.push_back(item); });
    out.at = given.maybe_duration("at");
    out.exception = given.text("exception");
    out.text = given.text("message");
    return out;
  }

  Expectation expectation(const Node& node) {
    const Options given = options(node, test_fields::expect(), "expect", true);
    Expectation out;
    out.mark = node.mark;
    out.order = given.texts("order");
    out.order_mark = given.mark("order");
    if (const Node* log = given.node("log")) each(*log, [&](const Node& line) { out.log.push_back(line.text); });
    out.log_mark = given.mark("log");
    out.failures = static_cast<std::size_t>(given.integer("failures"));
    if (const Node* log = given.node("notLogged")) each(*log, [&](const Node& line) { out.not_logged.push_back(line.text); });
    for (const Node::Entry* entry : given.others()) endpoint(*entry, out);
    return out;
  }

  void endpoint(const Node::Entry& entry, Expectation& out) {
    if (entry.key.find_first_of(":*") == std::string::npos) {
      const std::string_view names[] = {"order", "log", "notLogged", "failures"};
      const std::string near = did_you_mean(entry.key, names);
      diagnostics_.error(entry.mark, "'" + entry.key + "' is neither an endpoint nor something that expect knows", near.empty() ? "an endpoint has a colon: mock:" + entry.key : near);
      return;
    }
    ExpectedArrivals arrivals{.uri = entry.key, .mark = entry.mark};
    const Node& value = entry.value;
    const Node* list = &value;
    if (value.is_map() && (value.find("count") != nullptr || value.find("messages") != nullptr || value.find("anyOrder") != nullptr)) {
      const Options given = options(value, test_fields::arrivals(), "'" + entry.key + "'");
      arrivals.count = given.maybe_integer("count");
      arrivals.any_order = given.flag("anyOrder");
      list = given.node("messages");
    } else if (value.is_scalar() && !value.quoted && value.value().is_whole()) {
      arrivals.count = value.value().as_whole();
      list = nullptr;
    }
    if (list != nullptr) each(*list, [&](const Node& item) { arrivals.messages.push_back(expected_message(item)); });
    if (!arrivals.count) arrivals.count = static_cast<std::int64_t>(arrivals.messages.size());
    out.endpoints.push_back(std::move(arrivals));
  }

  std::string path_;
  Diagnostics& diagnostics_;
  std::vector<TestMock> mocks_;
};

}  // namespace

bool is_test_file(std::string_view name) { return name.ends_with(".test.yaml") || name.ends_with(".test.yml"); }

DeclaredTests read_tests(const std::string& path, Diagnostics& diagnostics) { return Reader(path, diagnostics).read(); }

}  // namespace kamel::cli
