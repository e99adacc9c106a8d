#include "cli/qrun_command_line.hpp"

#include <catch2/catch.hpp>

using namespace qrun;
using namespace qrun::cli;

namespace {

auto parse(std::vector<const char*> words) {
    words.insert(words.begin(), "qrun");
    return parse_qrun(static_cast<int>(words.size()), words.data());
}

QrunCommandLine valid(std::vector<const char*> words) {
    const auto parsed = parse(std::move(words));
    REQUIRE(parsed);
    REQUIRE(std::holds_alternative<QrunCommandLine>(*parsed));
    return std::get<QrunCommandLine>(*parsed);
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("valid_command: everything after the first word that is no option is the command's") {
    CHECK(valid({"--rootfs", "d", "--", "ls", "-l", "--rootfs"}).options.command == Words{"ls", "-l", "--rootfs"});
    CHECK(valid({"--rootfs", "d", "ls", "-v", "--help"}).options.command == Words{"ls", "-v", "--help"});
    CHECK(valid({"--rootfs=d", "--", "--odd-name"}).options.command == Words{"--odd-name"});
    CHECK(valid({"--rootfs", "d", "--", "sh", "--", "x"}).options.command == Words{"sh", "--", "x"});
    CHECK(valid({"--rootfs", "d"}).options.command.empty());
    CHECK(valid({"--rootfs", "d", "ls", "--version"}).verbosity == Verbosity::normal);
}

TEST_CASE("valid_options") {
    const auto line = valid(
        {"-v", "--rootfs", "d", "--env", "A=1=2", "--env", "B", "--qemu", "q", "--no-cwd", "--dry-run", "true"});
    CHECK(line.verbosity == Verbosity::verbose);
    CHECK(line.dry_run);
    CHECK(line.options.rootfs == "d");
    CHECK(line.options.emulator == "q");
    CHECK(line.options.working_directory == launch::WorkingDirectoryWish::never);
    REQUIRE(line.options.environment.size() == 2);
    CHECK(line.options.environment[0].second == "1=2");
    CHECK_FALSE(line.options.environment[1].second.has_value());
    CHECK(valid({"--rootfs", "d", "--cwd", "-q"}).options.working_directory == launch::WorkingDirectoryWish::always);
}

TEST_CASE("invalid_command_lines have an error with a hint") {
    for (const auto& words : std::vector<std::vector<const char*>>{{},
                                                                   {"--", "true"},
                                                                   {"--rootfs"},
                                                                   {"--rootfs", "d", "--cwd", "--no-cwd"},
                                                                   {"--nope", "--rootfs", "d"},
                                                                   {"--rootfs", "d", "-x"},
                                                                   {"--rootfs", "d", "-v", "-q"},
                                                                   {"--rootfs", "d", "--", ""}}) {
        const auto parsed = parse(words);
        REQUIRE_FALSE(parsed);
        CHECK_FALSE(parsed.error().hint.empty());
    }
}

TEST_CASE("--help and --version are text, not errors") {
    for (const char* option : {"--help", "-h", "--version"}) {
        const auto parsed = parse({option});
        REQUIRE(parsed);
        CHECK(std::holds_alternative<std::string>(*parsed));
    }
}
