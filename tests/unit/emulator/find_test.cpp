#include "emulator/find.hpp"

#include <catch2/catch.hpp>

using namespace qrun::emulator;

TEST_CASE("the version is read from what QEMU prints") {
    CHECK(version_in("qemu-arm version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)\nCopyright") == "7.2.22");
    CHECK(version_in("qemu-aarch64 version 10.0.2\n") == "10.0.2");
    CHECK(version_in("qemu-arm version 11.1") == "11.1");
    CHECK(version_in("something else").empty());
    CHECK(version_in("").empty());
}
