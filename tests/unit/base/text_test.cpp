#include "base/text.hpp"

#include <catch2/catch.hpp>

using namespace qrun;

TEST_CASE("printable escapes what could drive a terminal") {
    CHECK(printable("plain /path") == "plain /path");
    CHECK(printable("a\nb\tc") == "a\\x0ab\\x09c");
    CHECK(printable("\x1b[31m") == "\\x1b[31m");
    CHECK(printable("ü€") == "ü€");
    CHECK(printable("\xc2\x9b") == "\\xc2\\x9b");  // CSI as one character
    CHECK(printable("\xff\xc3") == "\\xff\\xc3");
    CHECK(printable("\xc0\xaf") == "\\xc0\\xaf");  // overlong '/'
}

TEST_CASE("split keeps empty pieces") {
    CHECK(split("a::b", ':') == std::vector<std::string>{"a", "", "b"});
    CHECK(split("", ':') == std::vector<std::string>{""});
    CHECK(split("a:", ':') == std::vector<std::string>{"a", ""});
}

TEST_CASE("trim takes white space off both ends only") {
    CHECK(trim("  a b\n") == "a b");
    CHECK(trim(" \t ").empty());
}

TEST_CASE("parse_number takes plain decimal numbers only") {
    CHECK(parse_number("0") == 0U);
    CHECK(parse_number("4294967296") == 4294967296U);
    for (const char* bad : {"", "-1", "+1", " 1", "1 ", "0x1", "1a", "18446744073709551616"}) {
        CHECK_FALSE(parse_number(bad).has_value());
    }
}

TEST_CASE("shell_quoted quotes only where it must") {
    CHECK(shell_quoted("cargo") == "cargo");
    CHECK(shell_quoted("--a=b/c") == "--a=b/c");
    CHECK(shell_quoted("") == "''");
    CHECK(shell_quoted("it's") == "'it'\\''s'");
    CHECK(shell_quoted("a b") == "'a b'");
}

TEST_CASE("edit_distance") {
    CHECK(edit_distance("arm64", "arm64") == 0);
    CHECK(edit_distance("amr64", "arm64") == 1);
    CHECK(edit_distance("armfh", "armhf") == 1);
    CHECK(edit_distance("armfh", "arm") == 2);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("abc", "") == 3);
}
