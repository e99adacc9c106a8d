#include "binfmt/target.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>

using namespace qrun::binfmt;

namespace {

std::string name_of(const Target* target) {
    return target == nullptr ? "none" : std::string(target->name);
}

/// The first 20 bytes of a little-endian ELF file and zeros up to the 256 that the kernel compares.
std::string elf(int word_class, int type, int machine, int os_abi = 0) {
    std::string bytes(256, '\0');
    bytes.replace(0, 4, "\177ELF");
    bytes[4] = static_cast<char>(word_class);
    bytes[5] = 1;
    bytes[6] = 1;
    bytes[7] = static_cast<char>(os_abi);
    bytes[16] = static_cast<char>(type);
    bytes[18] = static_cast<char>(machine);
    return bytes;
}

}  // namespace

TEST_CASE("the table is whole") {
    CHECK(all_targets().size() == 34);
    std::set<std::string> names;
    for (const Target& target : all_targets()) {
        INFO(target.name);
        CHECK(target.magic.substr(0, 4) == "\177ELF");
        CHECK(target.magic.size() >= 20);
        CHECK(target.magic.size() == target.mask.size());
        CHECK_FALSE(target.family.empty());
        CHECK_FALSE(target.emulator.empty());
        CHECK(names.insert(std::string(target.name)).second);
        CHECK(name_of(target_of(target.magic)) == target.name);
    }
    CHECK(target_named("i486")->emulator == "i386");
    CHECK(target_named("arm")->emulator == "arm");
}

TEST_CASE("a target is found by any name of it") {
    for (const Target& target : all_targets()) {
        for (const auto name : target.names()) {
            // i486 is both a target and what uname -m says on some i386; the target wins.
            if (target_named(name) == nullptr) CHECK(name_of(find_target(name)) == target.name);
        }
        CHECK(name_of(find_target("qemu-" + std::string(target.name))) == target.name);
    }
    const auto [given, wanted] = GENERATE(table<std::string, std::string>({
        {"arm64", "aarch64"},
        {"aarch64", "aarch64"},
        {"linux/arm64", "aarch64"},
        {"linux/arm64/v8", "aarch64"},
        {"arm64/v8", "aarch64"},
        {"qemu-aarch64", "aarch64"},
        {"qemu-aarch64-static", "aarch64"},
        {"/usr/bin/qemu-aarch64-static", "aarch64"},
        {"AArch64", "aarch64"},
        {"armhf", "arm"},
        {"armel", "arm"},
        {"armv7l", "arm"},
        {"armv7", "arm"},
        {"linux/arm/v7", "arm"},
        {"linux/arm/v6", "arm"},
        {"arm/v7", "arm"},
        {"arm-linux-gnueabihf", "arm"},
        {"aarch64-linux-gnu", "aarch64"},
        {"armv7-unknown-linux-gnueabihf", "arm"},
        {"riscv64gc-unknown-linux-gnu", "riscv64"},
        {"ppc64el", "ppc64le"},
        {"powerpc64le", "ppc64le"},
        {"amd64", "x86_64"},
        {"x86-64", "x86_64"},
        {"i686", "i386"},
        {"loong64", "loongarch64"},
        {"i486", "i486"},
        {"aarch64_be", "aarch64_be"},
    }));
    INFO(given);
    CHECK(name_of(find_target(given)) == wanted);
}

TEST_CASE("what is no target is not found") {
    for (const char* name : {"", "arm65", "linux/", "linux", "qemu-", "-static", "windows/arm64", "arm,armhf", "/",
                             "arm-none-eabi", ".", "arm/v9"}) {
        INFO(name);
        CHECK(find_target(name) == nullptr);
    }
}

TEST_CASE("the nearest name is offered, but not any name") {
    CHECK(nearest_name("arm63") == "arm64");
    CHECK(nearest_name("aarch46") == "aarch64");
    CHECK(nearest_name("qemu-arch64-static") == "aarch64");
    CHECK(nearest_name("linux/armv7") == "linux/arm/v7");
    CHECK(nearest_name("ARMHV") == "armhf");
    CHECK(nearest_name("completely-different").empty());
    CHECK(nearest_name("").empty());
}

TEST_CASE("a file's target is told by its first bytes") {
    CHECK(name_of(target_of(elf(1, 2, 40))) == "arm");
    CHECK(name_of(target_of(elf(1, 3, 40))) == "arm");
    CHECK(name_of(target_of(elf(1, 2, 40, 97))) == "arm");  // ELFOSABI_ARM
    CHECK(name_of(target_of(elf(2, 3, 183))) == "aarch64");
    CHECK(name_of(target_of(elf(2, 3, 62))) == "x86_64");
    CHECK(name_of(target_of(elf(1, 3, 3))) == "i386");
    CHECK(name_of(target_of(elf(2, 2, 243))) == "riscv64");
    CHECK(target_of(elf(1, 1, 40)) == nullptr);  // an object file
    CHECK(target_of(elf(1, 2, 99)) == nullptr);
    CHECK(target_of(elf(1, 2, 40).substr(0, 19)) == nullptr);
    CHECK(target_of("#!/bin/sh\n") == nullptr);
    CHECK(target_of("") == nullptr);
}

TEST_CASE("matching follows the kernel's rule") {
    CHECK(matches("xyz", 1, "yz", ""));
    CHECK_FALSE(matches("xyz", 2, "yz", ""));
    CHECK_FALSE(matches("xyz", 4, "", ""));
    CHECK(matches("a\x0f", 0, std::string_view("a\xff", 2), std::string_view("\xff\x0f", 2)));
    CHECK_FALSE(matches("a\x0e", 0, std::string_view("a\xff", 2), std::string_view("\xff\x0f", 2)));
}
