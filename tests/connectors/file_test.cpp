#include <filesystem>
#include <fstream>
#include <sstream>

#include "connectors/file/charset.h"
#include "connectors/file/scan.h"
#include "tests/connectors/running.h"

namespace kamel::testing {
namespace {

namespace fs = std::filesystem;

class File : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "kamel-file-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override { fs::remove_all(directory_); }

  void write(const std::string& name, const std::string& text) {
    fs::create_directories((directory_ / name).parent_path());
    std::ofstream(directory_ / name) << text;
  }
  std::string read(const std::string& name) {
    std::ostringstream text;
    text << std::ifstream(directory_ / name).rdbuf();
    return text.str();
  }
  /// Waits until a file is there: the route that moves it does so after the last step that a test can see.
  bool appears(const std::string& name) {
    for (int i = 0; i < 1000 && !fs::exists(directory_ / name); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return fs::exists(directory_ / name);
  }
  bool vanishes(const std::string& name) {
    for (int i = 0; i < 1000 && fs::exists(directory_ / name); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return !fs::exists(directory_ / name);
  }
  std::string consuming(const std::string& options, const std::string& steps = "{ to: 'mock:out' }") {
    return "- route: { id: r, from: { uri: 'file:" + directory_.string() + "/in?initialDelay=0&delay=10" + options + "', steps: [ " + steps + " ] } }";
  }
  std::string producing(const std::string& options) {
    return "- from: { uri: 'direct:in', steps: [ { to: 'file:" + directory_.string() + "/out" + options + "' } ] }";
  }
  fs::path directory_;
};

TEST_F(File, ConsumesInOrderAndMovesAway) {
  for (const char* name : {"b", "a", "c"}) write(std::string("in/") + name + ".txt", name);
  Running routes(consuming(""));
  EXPECT_EQ(routes.bodies("mock:out", 3), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_TRUE(appears("in/.camel/c.txt"));
  const auto first = routes.mocks->arrived("mock:out")[0];
  EXPECT_EQ(first.message.body.java_class(), "org.apache.camel.component.file.GenericFile");
  EXPECT_EQ(first.message.headers.get("CamelFileName"), Value("a.txt"));
  EXPECT_EQ(first.message.headers.get("CamelFileLength"), Value(std::int64_t{1}));
  EXPECT_EQ(first.message.headers.get("CamelFileParent"), Value((directory_ / "in").string()));
  EXPECT_EQ(first.message.headers.get("CamelFileAbsolute"), Value(true));
  EXPECT_EQ(first.properties.get("CamelBatchSize"), Value(3));
  EXPECT_EQ(first.properties.get("CamelBatchComplete"), Value(false));
}

TEST_F(File, LeavesFilesWhereTheyAreAndTakesEachOnce) {
  write("in/a.txt", "a");
  write("in/sub/b.txt", "b");
  Running routes(consuming("&noop=true&recursive=true"));
  EXPECT_EQ(routes.bodies("mock:out", 2), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(routes.mocks->arrived("mock:out")[1].message.headers.get("CamelFileName"), Value("sub/b.txt"));
  EXPECT_FALSE(routes.mocks->wait("mock:out", 3, std::chrono::milliseconds(60)));
  EXPECT_TRUE(fs::exists(directory_ / "in/a.txt"));
}

TEST_F(File, DeletesWhatWasProcessed) {
  write("in/a.txt", "a");
  Running routes(consuming("&delete=true"));
  routes.arrived("mock:out", 1);
  EXPECT_TRUE(vanishes("in/a.txt"));
  EXPECT_FALSE(fs::exists(directory_ / "in/.camel"));
}

TEST_F(File, MovesBeforeAndAfterByExpressions) {
  write("in/d.txt", "d");
  Running routes(consuming("&preMove=working&move=done/${file:name.noext}-x.${file:ext}"));
  routes.arrived("mock:out", 1);
  EXPECT_TRUE(appears("in/done/d-x.txt")) << routes.diagnostics;
}

TEST_F(File, MovesFailedFilesWhereTold) {
  write("in/bad.txt", "x");
  Running routes(consuming("&moveFailed=.error", "{ throwException: { exceptionType: java.io.IOException, message: hi } }"));
  EXPECT_TRUE(appears("in/.error/bad.txt"));
}

TEST_F(File, TriesFailedFilesAgain) {
  write("in/bad.txt", "x");
  Running routes(consuming("", "{ to: 'mock:out' }, { throwException: { exceptionType: java.io.IOException, message: hi } }"));
  routes.arrived("mock:out", 3);
  EXPECT_TRUE(fs::exists(directory_ / "in/bad.txt"));
}

TEST_F(File, TakesOnlyWhatIsMeant) {
  for (const char* name : {"a.csv", "b.XML", "c.txt", ".h.csv"}) write(std::string("in/") + name, name);
  Running routes(consuming("&include=.*\\.(csv|xml)"));
  EXPECT_EQ(routes.bodies("mock:out", 2), (std::vector<std::string>{"a.csv", "b.XML"}));
  EXPECT_FALSE(routes.mocks->wait("mock:out", 3, std::chrono::milliseconds(40)));
}

TEST_F(File, WaitsForDoneFiles) {
  write("in/x.txt", "x");
  write("in/y.txt", "y");
  write("in/x.txt.done", "");
  Running routes(consuming("&doneFileName=${file:name}.done"));
  EXPECT_EQ(routes.bodies("mock:out", 1), (std::vector<std::string>{"x"}));
  EXPECT_TRUE(vanishes("in/x.txt.done"));
  write("in/y.txt.done", "");
  EXPECT_EQ(routes.bodies("mock:out", 2), (std::vector<std::string>{"x", "y"}));
}

TEST_F(File, SortsAndLimits) {
  for (const char* name : {"a", "b", "c"}) write(std::string("in/") + name, name);
  Running routes(consuming("&sortBy=reverse:file:name&maxMessagesPerPoll=2&repeatCount=1&eagerMaxMessagesPerPoll=false"));
  EXPECT_EQ(routes.bodies("mock:out", 2), (std::vector<std::string>{"c", "b"}));
}

TEST_F(File, LimitsBeforeItSortsUnlessToldOtherwise) {
  for (const char* name : {"a", "b", "c"}) write(std::string("in/") + name, name);
  Running routes(consuming("&sortBy=reverse:file:name&maxMessagesPerPoll=2&repeatCount=1"));
  EXPECT_EQ(routes.bodies("mock:out", 2), (std::vector<std::string>{"b", "a"}));
}

TEST_F(File, RemembersFilesInARepositoryThatLasts) {
  write("in/a.txt", "a");
  const std::string beans = "- beans: [ { name: seen, type: org.apache.camel.support.processor.idempotent.FileIdempotentRepository, properties: { fileStore: '" +
                            (directory_ / "seen.txt").string() + "' } } ]\n";
  {
    Running routes(beans + consuming("&noop=true&idempotentRepository=%23seen&idempotentKey=${file:onlyname}"));
    EXPECT_EQ(routes.bodies("mock:out", 1), (std::vector<std::string>{"a"})) << routes.diagnostics;
  }
  EXPECT_EQ(read("seen.txt"), "a.txt\n");
  write("in/b.txt", "b");
  Running routes(beans + consuming("&noop=true&idempotentRepository=%23seen&idempotentKey=${file:onlyname}"));
  EXPECT_EQ(routes.bodies("mock:out", 1), (std::vector<std::string>{"b"}));
}

TEST_F(File, ForgetsTheKeyOfWhatFailed) {
  write("in/a.txt", "a");
  Running routes(consuming("&noop=true", "{ to: 'mock:out' }, { throwException: { exceptionType: java.io.IOException, message: hi } }"));
  EXPECT_EQ(routes.bodies("mock:out", 2), (std::vector<std::string>{"a", "a"}));
}

TEST_F(File, KeepsTheLockOfAProcessedFileByItsName) {
  write("in/a.txt", "1");
  Running routes(consuming("&readLock=idempotent&sortBy=file:name"));
  EXPECT_EQ(routes.bodies("mock:out", 1), (std::vector<std::string>{"1"}));
  ASSERT_TRUE(appears("in/.camel/a.txt"));
  write("in/a.txt", "2");
  write("in/b.txt", "3");
  EXPECT_EQ(routes.bodies("mock:out", 2), (std::vector<std::string>{"1", "3"}));
}

TEST_F(File, GivesTheLockUpWhenToldTo) {
  write("in/a.txt", "1");
  Running routes(consuming("&readLock=idempotent&readLockRemoveOnCommit=true"));
  EXPECT_EQ(routes.bodies("mock:out", 1), (std::vector<std::string>{"1"}));
  ASSERT_TRUE(appears("in/.camel/a.txt"));
  write("in/a.txt", "2");
  EXPECT_EQ(routes.bodies("mock:out", 2), (std::vector<std::string>{"1", "2"}));
}

TEST_F(File, ReadsOtherEncodings) {
  write("in/u.txt", "gr\xFC\xDF");
  Running routes(consuming("&charset=iso-8859-1", "{ setBody: { simple: '${body}' } }, { to: 'mock:out' }"));
  EXPECT_EQ(routes.bodies("mock:out", 1), (std::vector<std::string>{"gr\xC3\xBC\xC3\x9F"}));
}

TEST_F(File, KeepsAMarkerWhileAFileIsLocked) {
  write("in/a.txt", "a");
  Running routes(consuming("&readLock=markerFile", "{ delay: { constant: 20 } }, { to: 'mock:out' }"));
  EXPECT_TRUE(appears("in/a.txt.camelLock"));
  routes.arrived("mock:out", 1);
  EXPECT_TRUE(vanishes("in/a.txt.camelLock"));
}

TEST_F(File, SendsAnEmptyMessageWhenIdle) {
  Running routes(consuming("&sendEmptyMessageWhenIdle=true"));
  EXPECT_TRUE(routes.arrived("mock:out", 1)[0].message.body.is_null());
}

TEST_F(File, FailsWithoutADirectoryThatMustExist) {
  Running routes(consuming("&startingDirectoryMustExist=true&autoCreate=false"));
  EXPECT_NE(routes.diagnostics.find("Starting directory does not exist"), std::string::npos) << routes.diagnostics;
}

TEST_F(File, WritesByHeaderOptionOrId) {
  Running routes(producing(""));
  const Back named = routes.send("direct:in", "1", Pattern::InOut, {{"CamelFileName", "sub/h.txt"}});
  EXPECT_EQ(read("out/sub/h.txt"), "1") << named.error.text();
  EXPECT_EQ(named.headers.at("CamelFileNameProduced"), (directory_ / "out/sub/h.txt").string());
  const Back unnamed = routes.send("direct:in", "2");
  EXPECT_EQ(unnamed.headers.at("CamelFileName"), "null");
  EXPECT_TRUE(fs::exists(unnamed.headers.at("CamelFileNameProduced")));
}

TEST_F(File, AppendsWithCharacters) {
  Running routes(producing("?fileName=a.txt&fileExist=Append&appendChars=\\n"));
  routes.send("direct:in", "1");
  routes.send("direct:in", "2");
  EXPECT_EQ(read("out/a.txt"), "1\n2\n");
}

TEST_F(File, TreatsExistingFilesAsTold) {
  write("out/f.txt", "old");
  Running fails(producing("?fileName=f.txt&fileExist=Fail"));
  EXPECT_EQ(fails.send("direct:in", "new").error.type(), "org.apache.camel.component.file.GenericFileOperationFailedException");
  Running ignores(producing("?fileName=f.txt&fileExist=Ignore"));
  EXPECT_FALSE(ignores.send("direct:in", "new").error);
  EXPECT_EQ(read("out/f.txt"), "old");
  Running moves(producing("?fileName=f.txt&fileExist=Move&moveExisting=${file:name}.bak"));
  EXPECT_FALSE(moves.send("direct:in", "new").error) << moves.diagnostics;
  EXPECT_EQ(read("out/f.txt"), "new");
  EXPECT_EQ(read("out/f.txt.bak"), "old");
}

TEST_F(File, StaysInItsDirectory) {
  Running routes(producing("?fileName=../x.txt"));
  EXPECT_EQ(routes.send("direct:in", "x").error.type(), "java.lang.IllegalArgumentException");
  EXPECT_FALSE(fs::exists(directory_ / "x.txt"));
}

TEST_F(File, RefusesBodiesThatAreNoBytes) {
  Running routes(producing("?fileName=x.txt"));
  EXPECT_EQ(routes.send("direct:in", Value()).error.message(), "Cannot write null body to file: " + (directory_ / "out/x.txt").string());
  EXPECT_EQ(routes.send("direct:in", Value(5)).error.cause().type(), "org.apache.camel.InvalidPayloadException");
}

TEST_F(File, WritesDoneFilesChecksumsAndModes) {
  Running routes(producing("?fileName=t.txt&tempPrefix=tmp-&doneFileName=${file:name}.done&checksumFileAlgorithm=MD5&chmod=600"));
  ASSERT_FALSE(routes.send("direct:in", "9").error) << routes.diagnostics;
  EXPECT_EQ(read("out/t.txt"), "9");
  EXPECT_EQ(read("out/t.txt.MD5"), "45c48cce2e2d7fbdea1afc51c7c6ad26");
  EXPECT_TRUE(fs::exists(directory_ / "out/t.txt.done"));
  EXPECT_EQ(fs::status(directory_ / "out/t.txt").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST(FileScan, ReadsAntPatterns) {
  EXPECT_EQ(connectors::ant_regex("**/*.xml"), "(?:.*/)?[^/]*\\.xml");
  EXPECT_EQ(connectors::ant_regex("a?/**"), "a[^/]\\/.*");
}

TEST(Charset, ReplacesWhatItDoesNotHave) {
  EXPECT_EQ(connectors::encode("\xE2\x82\xAC\xC3\xBC", "ISO-8859-1"), "?\xFC");
  EXPECT_EQ(connectors::decode("a\xFF", "UTF-8"), "a\xEF\xBF\xBD");
  EXPECT_FALSE(connectors::is_charset("no-such-charset"));
}

}  // namespace
}  // namespace kamel::testing
