#include "rootfs/create.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace qrun::rootfs;

namespace {

using Sources = std::vector<AptSource>;

const Sources host{{"http://mirror/debian/", "bookworm", {"main"}},
                   {"http://mirror/debian/", "bookworm-updates", {"main"}},
                   {"http://mirror/debian-security/", "bookworm-security", {"main"}},
                   {"http://other/", "nodistro", {"main"}},
                   {"http://mirror/debian/", "bookworm-backports", {"main"}}};

CreateRequest request() {
    CreateRequest r;
    r.architecture = "armhf";
    r.suite = "bookworm";
    r.variant = "apt";
    return r;
}

bool has(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

TEST_CASE("apt's own list of its repositories is read") {
    CHECK(
        parse_index_targets("http://m/debian/ bookworm main\nhttp://m/debian/ bookworm main\n"
                            "http://m/debian/ bookworm contrib\nhttp://s/ bookworm-security main\n") ==
        Sources{{"http://m/debian/", "bookworm", {"main", "contrib"}}, {"http://s/", "bookworm-security", {"main"}}});
    CHECK(parse_index_targets("").empty());
    CHECK(parse_index_targets("no address here\n").empty());
}

TEST_CASE("the host's mirrors serve its own suite, with updates and security") {
    const auto sources = sources_for("bookworm", host, "debian", "bookworm");
    REQUIRE(sources.size() == 3);
    CHECK(sources[0].line() == "deb http://mirror/debian/ bookworm main");
    CHECK(sources[2].line() == "deb http://mirror/debian-security/ bookworm-security main");
    CHECK_FALSE(is_optional(sources[0], "bookworm"));
    CHECK(is_optional(sources[2], "bookworm"));
}

TEST_CASE("a Debian's mirrors serve other suites of Debian's") {
    const auto sources = sources_for("trixie", host, "debian", "bookworm");
    REQUIRE(sources.size() == 3);
    CHECK(sources[1].release == "trixie-updates");
    CHECK(sources_for("sid", host, "debian", "bookworm").size() == 1);
}

TEST_CASE("other hosts' mirrors do not") {
    CHECK(sources_for("bookworm", host, "ubuntu", "jammy").empty());
    CHECK(sources_for("jammy", host, "debian", "bookworm").empty());
    CHECK(sources_for("bookworm", {}, "debian", "bookworm").empty());
    CHECK(sources_for("bookworm", {{"http://m/", "bookworm-updates", {"main"}}}, "debian", "bookworm").empty());
}

TEST_CASE("names that could be options or more than a name are refused") {
    CHECK(check(request()));
    const auto refuses = [](auto change) {
        auto r = request();
        change(r);
        return !check(r);
    };
    CHECK(refuses([](auto& r) { r.suite = "--help"; }));
    CHECK(refuses([](auto& r) { r.suite = ""; }));
    CHECK(refuses([](auto& r) { r.variant = "a b"; }));
    CHECK(refuses([](auto& r) { r.packages = {"gcc", ""}; }));
    CHECK(refuses([](auto& r) { r.packages = {"gcc;rm"}; }));
    CHECK(refuses([](auto& r) { r.sources = {{"http://x [trusted=yes]", "s", {"main"}}}; }));
    CHECK_FALSE(refuses([](auto& r) { r.packages = {"g++", "libc6-dev:armhf", "perl=5.36.0-7"}; }));
}

TEST_CASE("the command is mmdebstrap's, with what was left out noted in the rootfs") {
    auto r = request();
    r.packages = {"gcc", "make"};
    r.sources = {host[0]};
    r.left_out = {host[2]};
    const auto command = create_command(r, "/srv/.x/rootfs");
    CHECK(command.front() == "mmdebstrap");
    CHECK(has(command, "--architectures=armhf"));
    CHECK(has(command, "--include=gcc,make"));
    CHECK(has(command, "--mode=root"));
    CHECK(command.back() == "deb http://mirror/debian/ bookworm main");
    CHECK(command[command.size() - 2] == "/srv/.x/rootfs");
    CHECK(std::any_of(command.begin(), command.end(), [](const std::string& word) {
        return word.starts_with("--customize-hook=") &&
               word.find("# left out by qrootfs create") != std::string::npos;
    }));
}

TEST_CASE("os-release is read with and without quotes") {
    CHECK(os_release_value("ID=debian\nVERSION_CODENAME=bookworm\n", "VERSION_CODENAME") == "bookworm");
    CHECK(os_release_value("ID=\"debian\"\n", "ID") == "debian");
    CHECK(os_release_value("VERSION_ID=12\n", "ID").empty());
}
