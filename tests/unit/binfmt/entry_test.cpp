#include "binfmt/entry.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace qrun::binfmt;

namespace {

Entry arm_entry() {
    return entry_for(*target_named("arm"), "qemu-arm", "/usr/bin/qemu-arm-static", "PF");
}

std::string hex(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        out += "0123456789abcdef"[static_cast<unsigned char>(c) / 16];
        out += "0123456789abcdef"[static_cast<unsigned char>(c) % 16];
    }
    return out;
}

/// What the kernel shows of an entry (fs/binfmt_misc.c, entry_status).
std::string shown(const Entry& entry) {
    std::string text = entry.enabled ? "enabled\n" : "disabled\n";
    text += "interpreter " + entry.interpreter + "\nflags: " + entry.flags + "\n";
    if (entry.kind == Entry::Kind::extension) return text + "extension ." + entry.magic + "\n";
    text += "offset " + std::to_string(entry.offset) + "\nmagic " + hex(entry.magic) + "\n";
    if (!entry.mask.empty()) text += "mask " + hex(entry.mask) + "\n";
    return text;
}

std::string why(const Entry& entry) {
    const auto line = encode(entry);
    return line ? "accepted" : line.error().message();
}

}  // namespace

TEST_CASE("the line of the arm target is the documented one") {
    CHECK(encode(arm_entry()).value() ==
          R"(:qemu-arm:M::\x7f\x45\x4c\x46\x01\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x28\x00)"
          R"(:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff)"
          R"(:/usr/bin/qemu-arm-static:PF)");
}

TEST_CASE("every target survives both formats") {
    for (const Target& target : all_targets()) {
        INFO(target.name);
        Entry entry = entry_for(target, "qemu-" + std::string(target.name), "/opt/qemu", "PF");
        const auto line = encode(entry);
        REQUIRE(line);
        CHECK(line->size() <= longest_line);
        CHECK(line->find('\0') == std::string::npos);
        CHECK(parse_line(*line).value() == entry);
        CHECK(parse(entry.name, shown(entry)).value() == entry);
        CHECK(target_of_entry(entry) == &target);
        entry.enabled = false;
        CHECK(parse(entry.name, shown(entry)).value() == entry);
    }
}

TEST_CASE("other kinds of entries survive both formats") {
    Entry extension{"jar", Entry::Kind::extension, 0, "jar", "", "/usr/bin/jexec", "", true};
    CHECK(encode(extension).value() == ":jar:E::jar::/usr/bin/jexec:");
    CHECK(parse_line(":jar:E::jar::/usr/bin/jexec:").value() == extension);
    CHECK(parse("jar", shown(extension)).value() == extension);
    Entry no_mask{"python", Entry::Kind::magic, 7, std::string("\xa7\r\r\n", 4), "", "/usr/bin/python", "OC", true};
    CHECK(parse_line(encode(no_mask).value()).value() == no_mask);
    CHECK(parse("python", shown(no_mask)).value() == no_mask);
}

TEST_CASE("an entry that the kernel would refuse or misread is refused") {
    const auto with = [](auto change) {
        Entry entry = arm_entry();
        change(entry);
        return why(entry);
    };
    using Catch::Matchers::Contains;
    CHECK_THAT(with([](Entry& e) { e.name = ""; }), Contains("empty"));
    CHECK_THAT(with([](Entry& e) { e.name = "."; }), Contains("a path"));
    CHECK_THAT(with([](Entry& e) { e.name = ".."; }), Contains("a path"));
    CHECK_THAT(with([](Entry& e) { e.name = "a/b"; }), Contains("a path"));
    CHECK_THAT(with([](Entry& e) { e.name = "register"; }), Contains("kernel's own"));
    CHECK_THAT(with([](Entry& e) { e.name = "status"; }), Contains("kernel's own"));
    CHECK_THAT(with([](Entry& e) { e.name = std::string(256, 'n'); }), Contains("255"));
    CHECK_THAT(with([](Entry& e) { e.name = "a:b"; }), Contains("separates"));
    CHECK_THAT(with([](Entry& e) { e.name = "a\nb"; }), Contains("control"));
    CHECK_THAT(with([](Entry& e) { e.magic.clear(); }), Contains("empty pattern"));
    CHECK_THAT(with([](Entry& e) { e.mask.pop_back(); }), Contains("mask"));
    CHECK_THAT(with([](Entry& e) { e.offset = 237; }), Contains("256"));
    CHECK_THAT(with([](Entry& e) { e.offset = SIZE_MAX; }), Contains("256"));
    CHECK_THAT(with([](Entry& e) { e.interpreter = ""; }), Contains("absolute"));
    CHECK_THAT(with([](Entry& e) { e.interpreter = "qemu"; }), Contains("absolute"));
    CHECK_THAT(with([](Entry& e) { e.interpreter = "/" + std::string(127, 'q'); }), Contains("127"));
    CHECK_THAT(with([](Entry& e) { e.interpreter = "/a:b"; }), Contains("':'"));
    CHECK_THAT(with([](Entry& e) { e.interpreter = "/a\nb"; }), Contains("control"));
    CHECK_THAT(with([](Entry& e) { e.flags = "PX"; }), Contains("POCF"));
    CHECK_THAT(with([](Entry& e) {
                   e.magic = std::string(240, 'm');
                   e.mask = e.magic;
               }),
               Contains("1920"));
    CHECK(with([](Entry& e) { e.offset = 236; }) == "accepted");
    CHECK(with([](Entry& e) { e.interpreter = "/" + std::string(126, 'q'); }) == "accepted");
    CHECK(with([](Entry& e) { e.name = std::string(255, 'n'); }) == "accepted");
    for (const char* extension : {"a/b", "a:b", "a\nb", ""}) {
        CHECK_FALSE(encode({"n", Entry::Kind::extension, 0, extension, "", "/i", "", true}));
    }
}

TEST_CASE("what the kernel does not show so is refused") {
    const std::string good = shown(arm_entry());
    REQUIRE(parse("x", good));
    const auto without = [&](const char* line) {
        std::string text = good;
        const auto at = text.find(line);
        return text.erase(at, text.find('\n', at) - at + 1);
    };
    for (const char* line : {"enabled", "interpreter", "flags", "offset", "magic"}) {
        INFO(line);
        CHECK_FALSE(parse("x", without(line)));
    }
    CHECK(parse("x", without("mask")).value().mask.empty());
    for (std::size_t size = 0; size < good.size(); ++size) {
        const auto cut = parse("x", std::string_view(good).substr(0, size));
        if (cut) CHECK(cut->mask.empty());  // cut exactly before the mask
    }
    CHECK_FALSE(parse("x", good + "more\n"));
    CHECK_FALSE(parse("x", "enabled\ninterpreter /i\nflags: X\noffset 0\nmagic 00\n"));
    CHECK_FALSE(parse("x", "enabled\ninterpreter /i\nflags: \noffset -1\nmagic 00\n"));
    CHECK_FALSE(parse("x", "enabled\ninterpreter /i\nflags: \noffset 256\nmagic 00\n"));
    CHECK_FALSE(parse("x", "enabled\ninterpreter /i\nflags: \noffset 0\nmagic 0g\n"));
    CHECK_FALSE(parse("x", "enabled\ninterpreter /i\nflags: \noffset 0\nmagic 000\n"));
    CHECK_FALSE(parse("x", "enabled\ninterpreter /i\nflags: \noffset 0\nmagic 00\nmask 0000\n"));
    CHECK_FALSE(parse("x", "enabled\ninterpreter /i\nflags: \nextension .\n"));
    CHECK(parse("x", "enabled\ninterpreter /a b\n/c\nflags: \noffset 255\nmagic 00\n").value().interpreter ==
          "/a b\n/c");
}

TEST_CASE("lines of binfmt.d are read with any separator and escape") {
    const auto entry = parse_line(",a,M,4,A\\x42\\xa,\\xff\\xff\\xff,/i:j,F\n");
    CHECK_FALSE(entry);  // ':' in the interpreter could not be registered by us
    const auto other = parse_line("|a|M|4|A\\x42C|\\xff\\xff\\xff|/i|F\n");
    REQUIRE(other);
    CHECK(other->magic == "ABC");
    CHECK(other->offset == 4);
    for (const char* line : {"", ":", ":a:M::b::/i", ":a:X::bbbbbb::/i:", ":a:M:-1:bb::/i:", ":a:M:x:bb::/i:F",
                             ":a:M:999:bb::/i:F", ":a:M::bb:b:/i:F", ":a:M::bbbb::/i:F:", "/a/M//bb//i/F"}) {
        INFO(line);
        CHECK_FALSE(parse_line(line));
    }
}

TEST_CASE("an entry's target is told even where a distribution compares other bytes") {
    Entry entry = arm_entry();
    CHECK(target_of_entry(entry)->name == "arm");
    entry.mask[7] = '\xff';  // compares the ABI too
    CHECK(target_of_entry(entry)->name == "arm");
    entry.offset = 1;
    CHECK(target_of_entry(entry) == nullptr);
    CHECK(target_of_entry({"n", Entry::Kind::magic, 0, "\177ELF", "", "/i", "", true}) == nullptr);
    CHECK(target_of_entry({"n", Entry::Kind::extension, 0, "jar", "", "/i", "", true}) == nullptr);
}
