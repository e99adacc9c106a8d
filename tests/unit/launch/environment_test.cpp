#include "launch/environment.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace qrun::launch;

namespace {

const qrun::rootfs::Account account{"root", "/root", "/bin/bash"};

bool has(const std::vector<std::string>& variables, const std::string& one) {
    return std::find(variables.begin(), variables.end(), one) != variables.end();
}
bool has_name(const std::vector<std::string>& variables, const std::string& name) {
    return std::any_of(variables.begin(), variables.end(), [&](const auto& v) { return v.starts_with(name + "="); });
}

}  // namespace

TEST_CASE("only the allow-list passes, and the rootfs's own values win") {
    const auto guest = guest_environment(
        {"TERM=xterm", "LC_ALL=C", "https_proxy=p", "CI=1", "LD_PRELOAD=x.so", "QEMU_LOG_FILENAME=/etc/passwd",
         "HOME=/home/alice", "PATH=/opt", "SSH_AUTH_SOCK=s", "LCX=1", "=odd", "noequals"},
        account, {});
    REQUIRE(guest);
    for (const char* wanted : {"TERM=xterm", "LC_ALL=C", "https_proxy=p", "CI=1", "HOME=/root", "USER=root",
                               "SHELL=/bin/bash", "container=qrun"}) {
        CHECK(has(*guest, wanted));
    }
    for (const char* name : {"LD_PRELOAD", "QEMU_LOG_FILENAME", "SSH_AUTH_SOCK", "LCX", ""})
        CHECK_FALSE(has_name(*guest, name));
    CHECK(has(*guest, "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
    CHECK(std::is_sorted(guest->begin(), guest->end()));
}

TEST_CASE("wishes set, pass and do not invent variables") {
    const auto guest = guest_environment({"A=1", "B=2"}, account,
                                         {{"A", std::nullopt}, {"C", "x=y"}, {"D", std::nullopt}, {"HOME", "/h"}});
    REQUIRE(guest);
    CHECK(has(*guest, "A=1"));
    CHECK(has(*guest, "C=x=y"));
    CHECK(has(*guest, "HOME=/h"));
    CHECK_FALSE(has_name(*guest, "B"));
    CHECK_FALSE(has_name(*guest, "D"));
}

TEST_CASE("a wish without a name is refused") {
    CHECK_FALSE(guest_environment({}, account, {{"", "x"}}));
    CHECK_FALSE(guest_environment({}, account, {{"A=B", "x"}}));
}

TEST_CASE("in the host's own root the host's environment stays") {
    const auto all = host_environment({"A=1", "HOME=/home/alice"}, {{"B", "2"}});
    REQUIRE(all);
    CHECK(*all == std::vector<std::string>{"A=1", "B=2", "HOME=/home/alice"});
}
