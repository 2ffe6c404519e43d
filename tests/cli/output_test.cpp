#include <gtest/gtest.h>

#include "kamel-cli/output/paint.h"
#include "kamel-cli/output/table.h"
#include "kamel-cli/run/report.h"

namespace kamel::cli {
namespace {

TEST(Table, AlignsItsColumns) {
  Table table({"NAME", "MEANING"});
  table.add({"a", "first"});
  table.add({"long", "second"});
  EXPECT_EQ(table.text(" "), " NAME  MEANING\n a     first\n long  second\n");
}

TEST(Table, BreaksItsLastColumnAtBlanks) {
  Table table;
  table.add({"a", "one two three four five six seven"});
  EXPECT_EQ(table.text("", 28), "a  one two three four five\n   six seven\n");
}

TEST(Table, CountsColourAndUmlautsAsPeopleSeeThem) {
  EXPECT_EQ(display_width("\033[1mab\033[0m"), 2U);
  EXPECT_EQ(display_width("äö"), 2U);
}

TEST(Paint, WritesPlainTextWhereNobodyLooks) {
  EXPECT_EQ(Paint(false).red("x"), "x");
  EXPECT_EQ(Paint(true).red("x"), "\033[1;31mx\033[0m");
}

TEST(Report, TellsTimesInTheUnitThatFits) {
  EXPECT_EQ(duration_text(std::chrono::microseconds(840)), "0.8 ms");
  EXPECT_EQ(duration_text(std::chrono::microseconds(12'300)), "12 ms");
  EXPECT_EQ(duration_text(std::chrono::seconds(2)), "2.0 s");
}

TEST(Report, NamesTheRoutesThatChanged) {
  Applied applied;
  applied.took = std::chrono::microseconds(1500);
  EXPECT_EQ(change_text(applied, Paint(false)), "");
  applied.diff.swapped = {"a", "b"};
  applied.diff.removed = {"c"};
  EXPECT_EQ(change_text(applied, Paint(false)), "reloaded in 1.5 ms: 2 swapped (a, b), 1 removed (c)");
}

}  // namespace
}  // namespace kamel::cli
