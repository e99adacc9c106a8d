#include <catch2/catch.hpp>

#include "rootfs/inspect.hpp"
#include "rootfs/mount_places.hpp"
#include "rootfs/resolver.hpp"
#include "sys/mount.hpp"

using namespace qrun;
using namespace qrun::rootfs;

TEST_CASE("normal_path works by text alone and stays absolute") {
    CHECK(normal_path("/a//b/./c/") == "/a/b/c");
    CHECK(normal_path("/a/../../b") == "/b");
    CHECK(normal_path("/..") == "/");
    CHECK(normal_path("") == "/");
}

TEST_CASE("a link of resolv.conf is followed within the rootfs") {
    CHECK(followed("/etc/resolv.conf", "../run/x") == "/run/x");
    CHECK(followed("/etc/resolv.conf", "/run/x") == "/run/x");
    CHECK(followed("/etc/resolv.conf", "../../../../run/x") == "/run/x");
    CHECK(followed("/etc/resolv.conf", "other") == "/etc/other");
}

TEST_CASE("accounts are read from passwd, whatever it holds") {
    const char* passwd = "daemon:x:1:1::/:/bin/false\nroot:x:0:0:root:/root:/bin/zsh\nodd\nempty:x:5:5:::\n";
    CHECK(account_in(passwd, 0).shell == "/bin/zsh");
    CHECK(account_in(passwd, 1).name == "daemon");
    CHECK(account_in(passwd, 5).home == "/");
    CHECK(account_in(passwd, 5).shell == "/bin/sh");
    CHECK(account_in(passwd, 7).name == "7");
    CHECK(account_in("", 0).home == "/root");
    CHECK(account_in("root:x:0:0:root:relative:sh", 0).home == "/");
}

TEST_CASE("a second mount on / is found out") {
    const char* one = "22 1 8:1 / / rw - ext4 /dev/sda rw\n23 22 0:4 / /proc rw - proc proc rw\n";
    const char* two = "22 1 8:1 / / rw - ext4 /dev/sda rw\n23 22 0:4 / / rw - tmpfs none rw\n";
    CHECK(sys::prove_single_root(one));
    CHECK_FALSE(sys::prove_single_root(two));
    CHECK_FALSE(sys::prove_single_root(""));
}
