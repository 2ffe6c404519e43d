#include "connectors/quartz/cron_expression.h"

#include <gtest/gtest.h>

#include <vector>

namespace kamel::connectors {
namespace {

struct Case {
  const char* expression;
  const char* zone;
  std::int64_t after;
  std::vector<std::int64_t> next;  // none: never again
};

// Recorded from Quartz 2.5.0.
const Case kRecorded[] = {
    {"52 */45 * LW * ? 2020", "Australia/Lord_Howe", 1792826877999, {}},
    {"35 32,9,50,14 * 7,3W 9 ? *", "Europe/Oslo", 1792841926001, {1819922975000, 1819923275000, 1819924355000, 1819925435000}},
    {"*/28 54/5 */16 ? 7/4 TUE#3", "Europe/Oslo", 1766102278001, {1784588040000, 1784588068000, 1784588096000, 1784588340000}},
    {"40 4/25 16/11 ? 9 THU#2", "America/New_York", 1781233695001, {1789070680000, 1789072180000, 1789073680000, 1820520280000}},
    {"3-59 28-39 */21 ? 8/1 L", "Australia/Lord_Howe", 1792923780500, {1793366883000, 1793366884000, 1793366885000, 1793366886000}},
    {"* */19 */15 23,L * ?", "Europe/Oslo", 1758508948000, {1758578400000, 1758578401000, 1758578402000, 1758578403000}},
    {"* 22 * 21W 1-2 ? 2027,2031", "Australia/Lord_Howe", 1774755349000, {1800451320000, 1800451321000, 1800451322000, 1800451323000}},
    {"58 * 13/17 5,5,11,1 * ?", "Australia/Lord_Howe", 1788780304000, {1789093858000, 1789093918000, 1789093978000, 1789094038000}},
    {"* 13,5 12,1,21 LW */9 ?", "Europe/Oslo", 1787167679000, {1793318700000, 1793318701000, 1793318702000, 1793318703000}},
    {"37-12 25/2 0-11 */10 4/2 ?", "Europe/Oslo", 1793602715001, {1796081100000, 1796081101000, 1796081102000, 1796081103000}},
    {"* * 14 14,12W 1,3 ?", "Australia/Lord_Howe", 1772989011000, {1773284400000, 1773284401000, 1773284402000, 1773284403000}},
    {"20-56 6 */18 21,16 NOV ?", "America/New_York", 1774685244000, {1794805580000, 1794805581000, 1794805582000, 1794805583000}},
    {"0 0 0 ? * MON-FRI", "Europe/Oslo", 1774500000000, {1774566000000, 1774821600000, 1774908000000, 1774994400000}},
    {"46-8 */25 18/15 ? */10 2L", "Australia/Lord_Howe", 1773039132001, {1796022000000, 1796022001000, 1796022002000, 1796022003000}},
    {"0-14 */4 21/20 ? JAN 3L", "America/New_York", 1743294821500, {1769565600000, 1769565601000, 1769565602000, 1769565603000}},
    {"* 54/21 * ? 1,4,10,7 SATL", "Europe/Oslo", 1780985168000, {1784933640000, 1784933641000, 1784933642000, 1784933643000}},
    {"* 25-15/4 18-16 22 * ?", "Europe/Oslo", 1774696213001, {1776808860000, 1776808861000, 1776808862000, 1776808863000}},
    {"*/53 8 6 18/1 2,3,10 ?", "Europe/Oslo", 1796441771001, {1802927280000, 1802927333000, 1803013680000, 1803013733000}},
    {"55,31 3 * L-22 12,7 ?", "Australia/Lord_Howe", 1747223931999, {1751981611000, 1751981635000, 1751985211000, 1751985235000}},
    {"19/20 29 9-4 ? 2 3L", "Australia/Lord_Howe", 1773006391999, {1803302959000, 1803302979000, 1803302999000, 1803306559000}},
    {"23 * 7-20 ? 9-8/1 5L", "America/New_York", 1792801570001, {1793271623000, 1793271683000, 1793271743000, 1793271803000}},
    {"29-23 17/17 17 ? 11/12 SUNL", "America/New_York", 1743368318001, {1764541020000, 1764541021000, 1764541022000, 1764541023000}},
    {"5-14 32,47,23 6 ? 4 */2", "America/New_York", 1793583737999, {1806574985000, 1806574986000, 1806574987000, 1806574988000}},
    {"*/46 * 9 LW * ? 2026/2", "Australia/Lord_Howe", 1798755953999, {1832882400000, 1832882446000, 1832882460000, 1832882506000}},
    {"0 0 0 ? * MON-FRI", "Europe/Oslo", 1774500000000, {1774566000000, 1774821600000, 1774908000000, 1774994400000}},
    {"0 0 0 ? jan-mar mon#1", "Europe/Oslo", 1774500000000, {1799017200000, 1801436400000, 1803855600000, 1830466800000}},
    {"0 0/5 14,18 * * ?", "Europe/Oslo", 1774500000000, {1774530000000, 1774530300000, 1774530600000, 1774530900000}},
    {"0 0 12 1/5 * ?", "Europe/Oslo", 1774500000000, {1774522800000, 1774951200000, 1775037600000, 1775469600000}},
    {"0 15 10 ? * 6L 2022-2025", "Europe/Oslo", 1774500000000, {}},
    {"0 15 10 ? * 6#3", "Europe/Oslo", 1774500000000, {1776413700000, 1778832900000, 1781856900000, 1784276100000}},
    {"0 0 0 30 2 ?", "Europe/Oslo", 1774500000000, {}},
    {"0 0 0 29 2 ?", "Europe/Oslo", 1774500000000, {1835391600000, 1961622000000, 2087852400000, 2214082800000}},
    {"0 0 0 31 * ?", "Europe/Oslo", 1774500000000, {1774908000000, 1780178400000, 1785448800000, 1788127200000}},
    {"0 0 0 ? * FRI#5", "Europe/Oslo", 1774500000000, {1780005600000, 1785448800000, 1793314800000, 1801177200000}},
    {"0 30 2 * * ?", "Europe/Oslo", 1774500000000, {1774575000000, 1774661400000, 1774830600000, 1774917000000}},
    {"0 0/30 * * * ?", "Europe/Oslo", 1774500000000, {1774501200000, 1774503000000, 1774504800000, 1774506600000}},
};

TEST(CronExpression, NamesTheMomentsThatQuartzNames) {
  for (const Case& c : kRecorded) {
    const auto expression = CronExpression::parse(c.expression);
    ASSERT_TRUE(expression) << c.expression;
    const auto zone = TimeZone::find(c.zone);
    std::vector<std::int64_t> given;
    std::int64_t after = c.after;
    for (int i = 0; i < 4; ++i) {
      const auto next = expression->next(after, *zone);
      if (!next) break;
      given.push_back(after = *next);
    }
    EXPECT_EQ(given, c.next) << c.expression << " in " << c.zone << " after " << c.after;
  }
}

struct Refusal {
  const char* expression;
  const char* why;
};
const Refusal kRefused[] = {
    {"", R"(Unexpected end of expression.)"},
    {"* * * * *", R"(Unexpected end of expression.)"},
    {"0 0 0 * * *", R"(Support for specifying both a day-of-week AND a day-of-month parameter is not implemented.)"},
    {"0 0 0 ? * ?", R"('?' can only be specified for Day-of-Month -OR- Day-of-Week.)"},
    {"60 * * * * ?", R"(Minute and Second values must be between 0 and 59)"},
    {"* 60 * * * ?", R"(Minute and Second values must be between 0 and 59)"},
    {"* * 24 * * ?", R"(Hour values must be between 0 and 23)"},
    {"* * * 32 * ?", R"(Day of month values must be between 1 and 31)"},
    {"* * * ? 13 *", R"(Month values must be between 1 and 12)"},
    {"* * * ? * 8", R"(Day-of-Week values must be between 1 and 7)"},
    {"* * * ? * 0", R"(Day-of-Week values must be between 1 and 7)"},
    {"/ * * * * ?", R"('/' must be followed by an integer.)"},
    {"*/61 * * * * ?", R"(Increment > 60 : 61)"},
    {"0 0 0 L-31 * ?", R"(Offset from last day must be <= 30)"},
    {"0 0 0 ? * 2#6", R"(A numeric value between 1 and 5 must follow the '#' option)"},
    {"0 0 0 ? * 2#1,3#2", R"(Support for specifying multiple "nth" days is not implemented.)"},
    {"0 0 0 ? * 2L,3", R"(Support for specifying 'L' with other days of the week is not implemented)"},
    {"0 0 0 ? FOO *", R"(Invalid Month value: 'FOO')"},
    {"0 0 0 ? * FOO", R"(Invalid Day-of-Week value: 'FOO')"},
    {"? * * * * ?", R"('?' can only be specified for Day-of-Month or Day-of-Week.)"},
    {"0 0 0 1 1 ? 2020 1", R"(Invalid expression has too many terms: 0 0 0 1 1 ? 2020 1)"},
};

TEST(CronExpression, RefusesWhatQuartzRefusesInItsWords) {
  for (const Refusal& c : kRefused) {
    const auto expression = CronExpression::parse(c.expression);
    ASSERT_FALSE(expression) << c.expression;
    EXPECT_EQ(expression.error().type(), "java.text.ParseException");
    EXPECT_EQ(expression.error().message(), c.why) << c.expression;
  }
}

// Day of the month of the first moment in November 2026 (its 30 days end on a Monday) by a rule for days; 0: there is none.
int day_in_november(const std::string& days) {
  constexpr std::int64_t kBegin = 1793491200000, kDay = 86400000;
  const auto expression = CronExpression::parse("0 0 0 " + days + " NOV ?");
  if (!expression) return -1;
  const auto next = expression->next(kBegin - 1, *TimeZone::find("UTC"));
  return next && *next < kBegin + 30 * kDay ? static_cast<int>((*next - kBegin) / kDay) + 1 : 0;
}

TEST(CronExpression, CountsFromTheEndOfTheMonth) {
  EXPECT_EQ(day_in_november("L"), 30);
  EXPECT_EQ(day_in_november("L-3"), 27);
  EXPECT_EQ(day_in_november("31"), 0);
}

TEST(CronExpression, FindsTheNearestWeekdayInTheSameMonth) {
  EXPECT_EQ(day_in_november("15W"), 16);   // a Sunday
  EXPECT_EQ(day_in_november("14W"), 13);   // a Saturday
  EXPECT_EQ(day_in_november("1W"), 2);     // a Sunday, the first
  EXPECT_EQ(day_in_november("LW"), 30);
  EXPECT_EQ(day_in_november("L-1W"), 30);  // the 29th is a Sunday
}

}  // namespace
}  // namespace kamel::connectors
