// The table against the conf files that Debian's qemu-user-static ships.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <string>

#include "binfmt/entry.hpp"
#include "sys/file.hpp"

using namespace qrun::binfmt;

namespace {

/// Where Debian 12 compares other bits of the header than upstream does: which is harmless.
bool differs_in_debian(std::string_view name) {
    static constexpr std::array<std::string_view, 8> prefixes = {"alpha", "m68k", "mips",  "ppc",
                                                                 "s390x", "sh4",  "sparc", "microblaze"};
    return std::any_of(prefixes.begin(), prefixes.end(), [&](auto prefix) { return name.starts_with(prefix); });
}

}  // namespace

TEST_CASE("our magics are Debian's where upstream and Debian agree") {
    std::size_t compared = 0;
    for (const Target& target : all_targets()) {
        const auto text = qrun::sys::read_file("/usr/lib/binfmt.d/qemu-" + std::string(target.name) + ".conf");
        if (!text) continue;  // no conf file of that name, or no qemu-user-static
        const auto theirs = parse_line(*text);
        INFO(target.name);
        REQUIRE(theirs);
        ++compared;
        // Debian has the registered machine number of microblaze, upstream the old one.
        if (target.name != "microblaze") {
            REQUIRE(target_of_entry(*theirs) != nullptr);
            CHECK(target_of_entry(*theirs)->name == target.name);
        }
        if (differs_in_debian(target.name)) continue;
        CHECK(theirs->magic == target.magic);
        CHECK(theirs->mask == target.mask);
    }
    if (compared == 0) WARN("qemu-user-static is not installed: nothing compared");
}
