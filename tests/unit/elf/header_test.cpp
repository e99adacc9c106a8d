#include "elf/header.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace qrun::elf;

namespace {

std::string arm_header() {
    std::string bytes(52, '\0');
    bytes.replace(0, 8, std::string("\177ELF\1\1\1\0", 8));
    bytes[16] = 2;                                     // ET_EXEC
    bytes[18] = 40;                                    // EM_ARM
    bytes[28] = 52;                                    // e_phoff
    bytes.replace(36, 4, std::string("\0\4\0\5", 4));  // EABI5, hard float
    bytes[42] = 32;
    bytes[44] = 2;
    return bytes;
}

}  // namespace

TEST_CASE("an ARM header is decoded") {
    const auto header = parse_header(arm_header(), "x");
    REQUIRE(header);
    CHECK(header->word_class == Class::bits32);
    CHECK(header->order == Order::little);
    CHECK(header->type == type_executable);
    CHECK(header->machine == machine_arm);
    CHECK(header->flags == 0x05000400U);
    CHECK(header->program_headers == 52);
    CHECK(header->program_header_size == 32);
    CHECK(header->program_header_count == 2);
}

TEST_CASE("a big-endian header is decoded in its own byte order") {
    std::string bytes(64, '\0');
    bytes.replace(0, 8, std::string("\177ELF\2\2\1\0", 8));
    bytes[17] = 3;
    bytes[19] = 22;  // EM_S390
    bytes[39] = 64;
    const auto header = parse_header(bytes, "x");
    REQUIRE(header);
    CHECK(header->machine == 22);
    CHECK(header->type == type_shared);
    CHECK(header->program_headers == 64);
}

TEST_CASE("what is no ELF header is refused with its path") {
    CHECK_FALSE(parse_header("", "x"));
    CHECK_FALSE(parse_header("#!/bin/sh\n", "x"));
    CHECK_FALSE(parse_header(arm_header().substr(0, 51), "x"));
    std::string bad_class = arm_header();
    bad_class[4] = 3;
    const auto refused = parse_header(bad_class, "/bin/x");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message().find("/bin/x") != std::string::npos);
    std::string bad_order = arm_header();
    bad_order[5] = 0;
    CHECK_FALSE(parse_header(bad_order, "x"));
    std::string short_64 = arm_header();
    short_64[4] = 2;
    CHECK_FALSE(parse_header(short_64, "x"));
}

TEST_CASE("PT_INTERP is found, and a table that lies about its size is survived") {
    auto header = parse_header(arm_header(), "x");
    REQUIRE(header);
    std::string table(64, '\0');
    CHECK_FALSE(has_interpreter(*header, table));
    table[32] = 3;
    CHECK(has_interpreter(*header, table));
    CHECK_FALSE(has_interpreter(*header, table.substr(0, 40)));
    header->program_header_count = 65535;
    table[32] = 0;
    CHECK_FALSE(has_interpreter(*header, table));
    header->program_header_size = 0;
    CHECK_FALSE(has_interpreter(*header, table));
}
