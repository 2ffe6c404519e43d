// Data formats, as recorded from Apache Camel 4.14.
#include "tests/engine/values.h"

namespace kamel::testing {
namespace {

TEST(JsonFormat, WritesAndReadsAsJackson) {
  Values values;
  EXPECT_EQ(values.marshal("json: {}", Values::json(R"({"b":1,"a":[1,2.5,null,true,"é\"/"],"n":{"x":null}})")),
            R"({"b":1,"a":[1,2.5,null,true,"é\"/"],"n":{"x":null}})");
  EXPECT_EQ(values.marshal("json: {prettyPrint: true}", Values::json(R"({"a":[1,{"z":2}],"e":{},"l":[]})")),
            "{\n  \"a\" : [ 1, {\n    \"z\" : 2\n  } ],\n  \"e\" : { },\n  \"l\" : [ ]\n}");
  EXPECT_EQ(values.marshal("json: {include: NON_NULL}", Values::json(R"({"a":null,"b":[null]})")), R"({"b":[null]})");
  EXPECT_EQ(values.marshal("json: {}", Value("\xF0\x9F\x98\x80")), "\"\\uD83D\\uDE00\"");
  EXPECT_EQ(values.unmarshal("json: {}", R"({"a":1,"a":2})"), R"({"a":2})");
  EXPECT_TRUE(values.unmarshal("json: {}", "").starts_with("com.fasterxml.jackson.databind.exc.MismatchedInputException"));
  EXPECT_TRUE(values.unmarshal("json: {}", "{bad").starts_with("com.fasterxml.jackson.core.JsonParseException"));
  EXPECT_TRUE(values.unmarshal("json: {}", Value()).starts_with("org.apache.camel.NoTypeConversionAvailableException"));
  EXPECT_EQ(values.unmarshal("json: {unmarshalType: java.util.TreeMap}", R"({"b":1,"a":2})"), R"({"a":2,"b":1})");
  EXPECT_TRUE(values.marshal("json: {unmarshalType: com.acme.Order}", "x").starts_with("rejected: "));
}

TEST(JsonFormat, WritesAndReadsAsGson) {
  Values values;
  EXPECT_EQ(values.marshal("json: {library: Gson}", Values::json(R"({"a":1,"b":null,"c":"<x>'"})")), "{\"a\":1,\"c\":\"\\u003cx\\u003e\\u0027\"}");
  EXPECT_EQ(values.unmarshal("json: {library: Gson}", R"({"a":1})"), R"({"a":1.0})");
}

TEST(CsvFormat, QuotesWhatNeedsIt) {
  Values values;
  EXPECT_EQ(values.marshal("csv: {}", Values::json(R"([["a","b,c","d\"e","",null,1],["x"," y ","l1\nl2"],[""]])")),
            "a,\"b,c\",\"d\"\"e\",,,1\r\nx,\" y \",\"l1\nl2\"\r\n\"\"\r\n");
  EXPECT_EQ(values.marshal("csv: {quoteMode: NON_NUMERIC}", Values::json(R"([["a",1,true]])")), "\"a\",1,\"true\"\r\n");
  EXPECT_EQ(values.marshal("csv: {formatName: MYSQL}", Values::json(R"([["a",null,"l1\nl2"]])")), "a\t\\N\tl1\\nl2\n");
}

TEST(CsvFormat, WritesMapsByTheHeader) {
  Values values;
  EXPECT_EQ(values.marshal("csv: {header: \"id,name\", delimiter: ;, recordSeparator: \"\\n\"}", Values::json(R"([{"name":"n;1","id":1},{"id":2}])")),
            "id;name\n1;\"n;1\"\n2;\n");
  EXPECT_EQ(values.marshal("csv: {}", Values::json(R"({"id":1,"name":"n1"})")), "1,n1\r\n");
  EXPECT_TRUE(values.marshal("csv: {}", "abc").starts_with("org.apache.camel.NoTypeConversionAvailableException"));
}

TEST(CsvFormat, ReadsListsAndMaps) {
  Values values;
  EXPECT_EQ(values.unmarshal("csv: {}", "a,\"b,c\",\"d\"\"e\"\r\n1,,3\r\n\r\n"), R"([["a","b,c","d\"e"],["1","","3"]])");
  EXPECT_EQ(values.unmarshal("csv: {useMaps: true}", "id,name\n1,foo\n2\n"), R"([{"id":"1","name":"foo"},{"id":"2"}])");
  EXPECT_EQ(values.unmarshal("csv: {useOrderedMaps: true, header: \"a,b\", skipHeaderRecord: true, trim: true}", "a,b\n 1 , 2 \n"), R"([{"a":"1","b":"2"}])");
  EXPECT_EQ(values.unmarshal("csv: {lazyLoad: true}", "a,b\nc,d\n"), R"([["a","b"],["c","d"]])");
  EXPECT_EQ(values.unmarshal("csv: {escape: \"\\\\\"}", "a\\,b,e\\nf\n"), R"([["a,b","e\nf"]])");
  EXPECT_EQ(values.unmarshal("csv: {formatName: EXCEL}", "a\n\nb\n"), R"([["a"],[""],["b"]])");
}

TEST(CsvFormat, FailsOnBrokenQuotes) {
  Values values;
  EXPECT_TRUE(values.unmarshal("csv: {}", "\"unclosed").starts_with("java.io.UncheckedIOException"));
  EXPECT_TRUE(values.unmarshal("csv: {}", "\"a\"b\n").starts_with("java.io.UncheckedIOException"));
}

TEST(Base64Format, WrapsLinesAsCommonsCodec) {
  Values values;
  EXPECT_EQ(values.marshal("base64: {}", "hello"), "aGVsbG8=\r\n");
  EXPECT_EQ(values.marshal("base64: {lineLength: 4, lineSeparator: \"|\"}", "hello"), "aGVs|bG8=|");
  EXPECT_EQ(values.marshal("base64: {urlSafe: true, lineLength: 0}", "\?\?>>~"), "Pz8-Pn4");
  EXPECT_EQ(values.round_trip("base64: {}", "any text of some length, over and over, until it takes more than one line"),
            "any text of some length, over and over, until it takes more than one line");
}

TEST(DeflateFormats, ComeBackAsTheyWent) {
  Values values;
  const std::string text(100000, 'x');
  EXPECT_EQ(values.round_trip("gzipDeflater: {}", text), text);
  EXPECT_EQ(values.round_trip("zipDeflater: {compressionLevel: 9}", text), text);
  EXPECT_EQ(values.unmarshal("gzipDeflater: {}", "hello"), "java.io.IOException: Input is not in the .gz format.");
}

TEST(YamlFormat, WritesAsSnakeYaml) {
  Values values;
  EXPECT_EQ(values.marshal("yaml: {}", Values::json(R"({"a":1,"b":["x",true,null],"c":{"d":1.5}})")), "a: 1\nb: [x, true, null]\nc: {d: 1.5}\n");
  EXPECT_EQ(values.marshal("yaml: {}", Values::json(R"([{"a":1},{"b":[1,[2]]}])")), "- {a: 1}\n- b:\n  - 1\n  - [2]\n");
  EXPECT_EQ(values.marshal("yaml: {}", Values::json(R"({"m":"l1\nl2"})")), "m: |-\n  l1\n  l2\n");
  EXPECT_EQ(values.marshal("yaml: {}", Values::json(R"(["true","1",""," a","a: b","a-"])")), "['true', '1', '', ' a', 'a: b', a-]\n");
}

TEST(YamlFormat, ReadsYamlOnePointOne) {
  Values values;
  EXPECT_EQ(values.unmarshal("yaml: {}", "a: yes\nb: 017\nc: 0x1F\nd: 1_000\ne: ~\nf: '1'\n"), R"({"a":true,"b":15,"c":31,"d":1000,"e":null,"f":"1"})");
  EXPECT_TRUE(values.unmarshal("yaml: {}", "bad: [1").starts_with("org.yaml.snakeyaml.parser.ParserException"));
}

TEST(JacksonXmlFormat, ReadsAndWritesMaps) {
  Values values;
  EXPECT_EQ(values.unmarshal("jacksonXml: {}", "<r><a>1</a><b x=\"2\">t</b><a>3</a></r>"), R"({"a":["1","3"],"b":{"x":"2","":"t"}})");
  EXPECT_EQ(values.unmarshal("jacksonXml: {}", "<r><a> 1 </a>\n <b/></r>"), R"({"a":" 1 ","b":""})");
  EXPECT_EQ(values.marshal("jacksonXml: {}", Values::json(R"({"a":[1,2],"b":null,"c":{"d":"<&>"}})")),
            "<LinkedHashMap><a>1</a><a>2</a><b/><c><d>&lt;&amp;></d></c></LinkedHashMap>");
}

TEST(ArchiveFormats, ComeBackAsTheyWent) {
  Values values;
  const std::string text(5000, 'x');
  EXPECT_EQ(values.round_trip("zipFile: {}", text), text);
  EXPECT_EQ(values.round_trip("tarFile: {}", text), text);
  EXPECT_EQ(values.unmarshal("zipFile: {}", "nozip"), "java.lang.IllegalStateException: Unable to unzip the file, it may be corrupted.");
  EXPECT_EQ(values.round_trip("zipFile: {maxDecompressedSize: 100}", text),
            "java.io.IOException: The InputStream entry being copied exceeds the maximum allowed size");
}

TEST(UnivocityFormats, ReadAndWriteMaps) {
  Values values;
  const std::string csv = "a,b\n1, 2 \n\n#c\n\"x,y\",\"q\"\"r\"\n3\n";
  EXPECT_EQ(values.unmarshal("univocityCsv: {}", csv), R"([["a","b"],["1","2"],["x,y","q\"r"],["3"]])");
  EXPECT_EQ(values.unmarshal("univocityCsv: {asMap: true, headerExtractionEnabled: true}", csv), R"([{"a":"1","b":"2"},{"a":"x,y","b":"q\"r"},{"a":"3"}])");
  EXPECT_EQ(values.unmarshal("univocityTsv: {}", "a\tb\\tc\n1\t 2 \n"), R"([["a","b\tc"],["1","2"]])");
  EXPECT_EQ(values.marshal("univocityCsv: {}", Values::json(R"([{"id":1,"name":"n"},{"name":"m","id":2}])")), "1,n\n2,m\n");
}

TEST(RefusedFormats, SayWhatTheyNeed) {
  Values values;
  EXPECT_NE(values.marshal("jaxb: {contextPath: x}", "x").find("needs annotated Java classes"), std::string::npos);
}

}  // namespace
}  // namespace kamel::testing
